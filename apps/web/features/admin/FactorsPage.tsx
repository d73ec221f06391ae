import type { AdminAccess } from '@parley/protocol';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useAction } from '../../sdk/use-action.ts';
import { adminEntryText, adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { momentText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { Section } from '../../ui/Page.tsx';
import { showToast } from '../../ui/toasts.ts';
import { accessStore, setAccess } from './access-store.ts';
import { AdminPage } from './AdminPage.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import styles from './admin.module.css';

interface Factor {
  /** undefined: the authenticator app. */
  passkeyId?: string;
  label: string;
  detail: string;
}

function factorsOf({ passkeys, totp }: AdminAccess): Factor[] {
  const nowMs = Date.now();
  const keys = passkeys.map(({ id, label, createdAtMs }) => ({
    passkeyId: id,
    label,
    detail: adminText.added(momentText(createdAtMs, nowMs)),
  }));
  return totp ? [...keys, { label: adminText.app, detail: adminEntryText.addAppDetail }] : keys;
}

/** One's own second factors: which there are, another one, away with one (ADM-3). */
export function FactorsPage() {
  const request = useAdminRequest();
  const { isBusy, run } = useAction();
  const access = useStore(accessStore, (state) => state.access);
  const [asked, setAsked] = useState<Factor>();
  if (access === undefined) return null;
  const factors = factorsOf(access);

  const remove = ({ passkeyId }: Factor) => {
    setAsked(undefined);
    run(async () => {
      setAccess(
        passkeyId === undefined
          ? await request('removeTotp', {})
          : await request('removePasskey', { params: { passkeyId } }),
      );
    });
  };
  return (
    <AdminPage title={adminText.factors}>
      <p className={styles.explained}>{adminText.factorsExplained}</p>
      <Section>
        <ul>
          {factors.map((factor) => (
            <ListRow
              key={factor.passkeyId ?? 'app'}
              leading={
                factor.passkeyId === undefined ? (
                  <Smartphone size={22} aria-hidden="true" className={styles.icon} />
                ) : (
                  <KeyRound size={22} aria-hidden="true" className={styles.icon} />
                )
              }
              title={<bdi>{factor.label}</bdi>}
              detail={factor.detail}
              trailing={
                <Button
                  size="small"
                  isDisabled={isBusy}
                  label={adminText.removeName(factor.label)}
                  onPress={() => setAsked(factor)}
                >
                  {adminText.remove}
                </Button>
              }
            />
          ))}
        </ul>
      </Section>
      <SetUpFactor
        key={factors.length}
        asksPassword={access.asksPassword}
        hasApp={access.totp}
        onAdded={() => showToast({ tone: 'info', text: adminText.factorAdded })}
      />
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={adminText.removeTitle(asked?.label ?? '')}
        confirmLabel={adminText.remove}
        cancelLabel={appText.cancel}
        onConfirm={() => asked && remove(asked)}
        onCancel={() => setAsked(undefined)}
      >
        {factors.length === 1 ? adminText.removeLast : adminText.removeConfirm}
      </ConfirmDialog>
    </AdminPage>
  );
}
