import type { AdminPerson } from '@parley/protocol';
import { useState } from 'react';
import type { ParleyErrorCode } from '@parley/client';
import { useMe } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { adminText } from '../../text/admin.ts';
import { errorText } from '../../text/errors.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { GrantPremium } from './GrantPremium.tsx';
import { PersonFacts } from './PersonFacts.tsx';
import { SuspendForm } from './SuspendForm.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import styles from './admin.module.css';

export interface PersonDialogProps {
  who: AdminPerson;
  onChange: (who: AdminPerson) => void;
  onClose: () => void;
}

type Step = 'facts' | 'premium' | 'suspend';

/** One account: what is known of it, and what can be done. */
export function PersonDialog({ who, onChange, onClose }: PersonDialogProps) {
  const request = useAdminRequest();
  const me = useMe();
  const [step, setStep] = useState<Step>('facts');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ParleyErrorCode>();
  const { handle, displayName, verified } = who.person;
  const params = { handle };

  const change = async (done: string, work: () => Promise<AdminPerson>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      onChange(await work());
      setStep('facts');
      showToast({ tone: 'info', text: done });
      announce(done);
    } catch (thrown) {
      setProblem(errorCodeOf(thrown));
    }
    setBusy(false);
  };
  const toggleBadge = () => {
    const done = verified ? adminText.badgeTaken(displayName) : adminText.badgeGiven(displayName);
    void change(done, async () => {
      const profile = await request(verified ? 'removeVerified' : 'grantVerified', { params });
      return { ...who, person: profile.person, verifiedByAdmin: !verified };
    });
  };
  const unsuspend = () =>
    void change(adminText.unsuspended(displayName), () => request('unsuspend', { params }));
  const suspend = (reason: string) =>
    void change(adminText.suspendedDone(displayName), () => request('suspend', { params, body: { reason } }));
  const grant = (months: number) =>
    void change(adminText.premiumGranted(displayName, months), () =>
      request('grantPremium', { params, body: { months } }),
    );

  return (
    <Dialog isOpen title={displayName} onClose={onClose}>
      <p className={styles.detail}>{`@${handle}`}</p>
      <PersonFacts who={who} />
      {problem !== undefined && <Notice tone="error">{errorText(problem)}</Notice>}
      {step === 'facts' && (
        <>
          <div className={styles.buttons}>
            {/* A badge that comes with a subscription is not an administrator's to take. */}
            {(!verified || who.verifiedByAdmin) && (
              <Button size="small" isDisabled={isBusy} onPress={toggleBadge}>
                {verified ? adminText.removeBadge : adminText.grantBadge}
              </Button>
            )}
            <Button size="small" isDisabled={isBusy} onPress={() => setStep('premium')}>
              {adminText.grantPremium}
            </Button>
            {who.suspended !== null && (
              <Button size="small" isDisabled={isBusy} onPress={unsuspend}>
                {adminText.unsuspend}
              </Button>
            )}
            {who.suspended === null && who.person.id !== me.person.id && (
              <Button size="small" variant="danger" isDisabled={isBusy} onPress={() => setStep('suspend')}>
                {adminText.suspend}
              </Button>
            )}
          </div>
          <DialogButtons>
            <Button onPress={onClose}>{adminText.close}</Button>
          </DialogButtons>
        </>
      )}
      {step === 'premium' && (
        <GrantPremium isBusy={isBusy} onGrant={grant} onCancel={() => setStep('facts')} />
      )}
      {step === 'suspend' && (
        <SuspendForm
          name={displayName}
          isBusy={isBusy}
          onSuspend={suspend}
          onCancel={() => setStep('facts')}
        />
      )}
    </Dialog>
  );
}
