import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { adminEntryText, adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { accessStore, closeAccess, setAccess } from './access-store.ts';
import { EnterForm } from './EnterForm.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';
import styles from './admin.module.css';

const BACK = { href: '/settings', label: adminText.backToSettings };

/** Lets through whoever has shown a second factor lately; asks everybody else for it (ADM-1). */
export function AdminGate({ children }: { children: ReactNode }) {
  const { request } = useClient();
  const { loaded, reload } = useLoaded('access', async () => {
    setAccess(await request('getAdminAccess', {}));
    return true;
  });
  const access = useStore(accessStore, (state) => state.access);
  const untilMs = access?.elevatedUntilMs ?? null;
  const [wasOpen, setWasOpen] = useState(false);
  if (untilMs !== null && !wasOpen) setWasOpen(true);

  useEffect(() => {
    if (untilMs === null) return undefined;
    const timer = setTimeout(closeAccess, Math.max(0, untilMs - Date.now()));
    return () => clearTimeout(timer);
  }, [untilMs]);
  // Who comes back another time is asked about anew.
  useEffect(() => () => setAccess(undefined), []);

  if (loaded.status === 'failed') {
    return (
      <Page title={adminText.title} back={BACK}>
        <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
          {errorText(loaded.code)}
        </Notice>
      </Page>
    );
  }
  if (access === undefined) {
    return (
      <Page title={adminText.title} back={BACK}>
        <Section>
          <SkeletonRows label={appText.loading} rows={3} />
        </Section>
      </Page>
    );
  }
  const hasFactor = access.totp || access.passkeys.length > 0;
  return (
    <>
      {untilMs === null && (
        <Page title={hasFactor ? adminEntryText.enterTitle : adminEntryText.setUpTitle} back={BACK}>
          {hasFactor ? (
            <EnterForm hasTotp={access.totp} hasPasskey={access.passkeys.length > 0} />
          ) : (
            <SetUpFactor asksPassword={access.asksPassword} explained={adminEntryText.setUpExplained} />
          )}
        </Page>
      )}
      {/* When the time is over in the middle of something, what was typed waits behind the gate. */}
      <div className={styles.behind} hidden={untilMs === null}>
        {wasOpen && children}
      </div>
    </>
  );
}
