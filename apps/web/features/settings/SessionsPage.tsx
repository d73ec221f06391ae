import type { Session } from '@parley/protocol';
import { useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { momentText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { SessionIcon } from './SessionIcon.tsx';
import styles from './settings.module.css';

/** Settings → Sessions: where the account is signed in. */
export function SessionsPage() {
  return (
    <Page title={settingsText.sessions} back={{ href: '/settings', label: settingsText.back }}>
      <Section>
        <Sessions />
      </Section>
    </Page>
  );
}

function Sessions() {
  const client = useClient();
  const { run } = useAction();
  const { loaded, reload, setValue } = useLoaded('sessions', client.account.listSessions);
  const [asked, setAsked] = useState<Session>();

  if (loaded.status === 'loading') return <SkeletonRows label={appText.loading} rows={2} />;
  if (loaded.status === 'failed') {
    return (
      <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
        {errorText(loaded.code)}
      </Notice>
    );
  }
  const revoke = (session: Session) => {
    setAsked(undefined);
    run(async () => {
      await client.account.revokeSession(session.id);
      setValue(loaded.value.filter((other) => other.id !== session.id));
    });
  };
  return (
    <>
      <ul>
        {loaded.value.map((session) => (
          <SessionRow key={session.id} session={session} onRevoke={() => setAsked(session)} />
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={settingsText.revokeTitle(asked?.label ?? '')}
        confirmLabel={settingsText.revoke}
        cancelLabel={appText.cancel}
        onConfirm={() => asked && revoke(asked)}
        onCancel={() => setAsked(undefined)}
      >
        {settingsText.revokeConfirm}
      </ConfirmDialog>
    </>
  );
}

function SessionRow({ session, onRevoke }: { session: Session; onRevoke: () => void }) {
  const nowMs = Date.now();
  const detail = session.current
    ? settingsText.since(momentText(session.createdAtMs, nowMs))
    : settingsText.lastSeen(momentText(session.lastSeenAtMs, nowMs));
  return (
    <ListRow
      leading={<SessionIcon platform={session.platform} />}
      title={<bdi>{session.label}</bdi>}
      detail={detail}
      trailing={
        session.current ? (
          <span className={styles.mark}>{settingsText.thisDevice}</span>
        ) : (
          <Button size="small" label={settingsText.revokeName(session.label)} onPress={onRevoke}>
            {settingsText.revoke}
          </Button>
        )
      }
    />
  );
}
