import type { Profile } from '@parley/protocol';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { peopleText } from '../../text/people.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import type { ProfileCardProps } from './ProfileCard.tsx';
import styles from './ProfileCard.module.css';

/** Message, follow, block; for administrators also the badge. */
export function ProfileActions({ profile, onChange }: ProfileCardProps) {
  const { people, conversations } = useClient();
  const { isAdmin } = useMe();
  const { isBusy, run } = useAction();
  const [, navigate] = useLocation();
  const [isAskingBlock, setAskingBlock] = useState(false);
  const { handle, displayName, verified } = profile.person;

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
          {profile.youBlock ? peopleText.unblock : peopleText.block}
        </Button>
      </div>
      {isAdmin && (
        <div className={styles.admin}>
          <span className={styles.adminTitle}>{peopleText.administration}</span>
          <Button
            size="small"
            isDisabled={isBusy}
            onPress={() => change(verified ? people.removeVerified : people.grantVerified)}
          >
            {verified ? peopleText.remove : peopleText.grant}
          </Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAskingBlock}
        title={peopleText.blockTitle(displayName)}
        confirmLabel={peopleText.block}
        cancelLabel={appText.cancel}
        onCancel={() => setAskingBlock(false)}
        onConfirm={() => {
          setAskingBlock(false);
          change(people.block);
        }}
      >
        {peopleText.blockConfirm(displayName)}
      </ConfirmDialog>
    </>
  );
}
