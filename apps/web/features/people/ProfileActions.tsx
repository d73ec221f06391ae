import type { Profile } from '@parley/protocol';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { askSafety } from '../../sdk/safety.ts';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { blockText } from '../../text/block.ts';
import { peopleText } from '../../text/people.ts';
import { safetyText } from '../../text/safety.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import type { ProfileCardProps } from './ProfileCard.tsx';
import styles from './ProfileCard.module.css';

/** Message, follow, block; for administrators also the way to what they can do. */
export function ProfileActions({ profile, onChange }: ProfileCardProps) {
  const { people, conversations } = useClient();
  const { isAdmin, callsAvailable } = useMe();
  const { isBusy, run } = useAction();
  const [, navigate] = useLocation();
  const [isAskingBlock, setAskingBlock] = useState(false);
  const { handle, displayName } = profile.person;
  const subject = { kind: 'person', handle } as const;

  const change = (act: (handle: string) => Promise<Profile>) => run(async () => onChange(await act(handle)));
  const message = () => run(async () => navigate(`/messages/${(await conversations.open(handle)).id}`));

  return (
    <>
      <div className={styles.actions}>
        {!profile.youBlock && (
          <Button variant="primary" isDisabled={isBusy} onPress={message}>
            {peopleText.message}
          </Button>
        )}
        {!profile.youBlock && (
          <Button
            isDisabled={isBusy}
            onPress={() => change(profile.youFollow ? people.unfollow : people.follow)}
          >
            {profile.youFollow ? peopleText.unfollow : peopleText.follow}
          </Button>
        )}
        <Button
          isDisabled={isBusy}
          onPress={() => (profile.youBlock ? change(people.unblock) : setAskingBlock(true))}
        >
          {profile.youBlock ? peopleText.unblock : blockText.block}
        </Button>
        <Button onPress={() => askSafety({ about: 'report', person: profile.person, subject })}>
          {safetyText.report}
        </Button>
      </div>
      {isAdmin && (
        <div className={styles.admin}>
          <span className={styles.adminTitle}>{peopleText.administration}</span>
          <Link href={`/admin/people?q=${handle}`}>{peopleText.manage}</Link>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAskingBlock}
        title={blockText.title(displayName)}
        confirmLabel={blockText.block}
        cancelLabel={appText.cancel}
        onCancel={() => setAskingBlock(false)}
        onConfirm={() => {
          setAskingBlock(false);
          change(people.block);
        }}
      >
        {blockText.confirm(displayName, callsAvailable)}
      </ConfirmDialog>
    </>
  );
}
