import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { sessionLabel } from '../../sdk/session-label.ts';
import { adminEntryText } from '../../text/admin.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { setAccess } from './access-store.ts';
import { passkeyProblemText } from './passkey-problem.ts';
import { SetUpApp } from './SetUpApp.tsx';
import type { TotpOffer } from './SetUpApp.tsx';
import { makePasskey } from './webauthn.ts';
import styles from './admin.module.css';

export interface SetUpFactorProps {
  asksPassword: boolean;
  /** There is an app already; one is enough. */
  hasApp?: boolean;
  explained?: string;
  onAdded?: () => void;
}

/** The two ways of setting up a second factor, behind the password where it is the first one (ADM-3). */
export function SetUpFactor({ asksPassword, hasApp = false, explained, onAdded }: SetUpFactorProps) {
  const { request } = useClient();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<'passkey' | 'app'>();
  const [problem, setProblem] = useState<string>();
  const [isWrongPassword, setWrongPassword] = useState(false);
  const [offer, setOffer] = useState<TotpOffer>();
  const body = asksPassword ? { password } : {};

  const attempt = async (kind: 'passkey' | 'app', work: () => Promise<string | undefined>) => {
    setBusy(kind);
    setProblem(undefined);
    setWrongPassword(false);
    try {
      setProblem(await work());
    } catch (thrown) {
      const code = errorCodeOf(thrown);
      if (code === 'wrong_credentials') setWrongPassword(true);
      else setProblem(errorText(code));
    }
    setBusy(undefined);
  };
  const addPasskey = async () => {
    const { options } = await request('beginPasskey', { body });
    const made = await makePasskey(options);
    if ('problem' in made) return passkeyProblemText(made.problem);
    const label = `${adminEntryText.passkeyLabel} (${sessionLabel(navigator.userAgent)})`;
    setAccess(await request('addPasskey', { body: { label, response: made.response } }));
    onAdded?.();
    return undefined;
  };
  const beginApp = async () => {
    setOffer(await request('beginTotp', { body }));
    return undefined;
  };

  if (offer !== undefined) {
    return <SetUpApp offer={offer} onBack={() => setOffer(undefined)} onAdded={onAdded} />;
  }
  const isBlocked = asksPassword && password === '';
  return (
    <>
      {explained !== undefined && <p className={styles.explained}>{explained}</p>}
      <Section>
        <form className={styles.form} onSubmit={(event) => event.preventDefault()} noValidate>
          {asksPassword && (
            <TextField
              label={adminEntryText.password}
              hint={adminEntryText.passwordHint}
              error={isWrongPassword ? adminEntryText.wrongPassword : undefined}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              maxLength={200}
            />
          )}
          <div className={styles.way}>
            <Button
              variant="primary"
              isDisabled={isBlocked || busy === 'app'}
              isPending={busy === 'passkey'}
              onPress={() => void attempt('passkey', addPasskey)}
            >
              <KeyRound size={18} aria-hidden="true" />
              {adminEntryText.addPasskey}
            </Button>
            <p className={styles.detail}>{adminEntryText.addPasskeyDetail}</p>
          </div>
          {!hasApp && (
            <div className={styles.way}>
              <Button
                isDisabled={isBlocked || busy === 'passkey'}
                isPending={busy === 'app'}
                onPress={() => void attempt('app', beginApp)}
              >
                <Smartphone size={18} aria-hidden="true" />
                {adminEntryText.addApp}
              </Button>
              <p className={styles.detail}>{adminEntryText.addAppDetail}</p>
            </div>
          )}
          {problem !== undefined && <Notice tone="error">{problem}</Notice>}
        </form>
      </Section>
    </>
  );
}
