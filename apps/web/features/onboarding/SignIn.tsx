import type { ParleyErrorCode } from '@parley/client';
import { normalizeHandle } from '@parley/protocol';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'wouter';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { errorText } from '../../text/errors.ts';
import { onboardingText } from '../../text/onboarding.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { focusFirstError } from './focus-first-error.ts';
import { Welcome } from './Welcome.tsx';
import styles from './Welcome.module.css';

export interface SignInProps {
  /** Why this page is shown, where it was not asked for. */
  reason?: 'revoked' | 'linkFailed' | undefined;
}

const REASON_TEXT = { revoked: onboardingText.revoked, linkFailed: onboardingText.linkFailed };

/** The page that signs in. */
export function SignIn({ reason }: SignInProps) {
  const client = useClient();
  const [handle, setHandle] = useState('');
  const [password, setPassword] = useState('');
  const [wasSubmitted, setSubmitted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ParleyErrorCode>();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSubmitted(true);
    if (isBusy) return;
    if (handle.trim() === '' || password === '') {
      focusFirstError(event.currentTarget);
      return;
    }
    setBusy(true);
    setRefusal(undefined);
    client.account.signIn({ handle: normalizeHandle(handle), password }).catch((thrown: unknown) => {
      const code = errorCodeOf(thrown);
      // A handle that no account can have is answered like a wrong one (ACC-3).
      setRefusal(code === 'bad_request' ? 'wrong_credentials' : code);
      setBusy(false);
    });
  };

  return (
    <Welcome title={onboardingText.signInTitle}>
      {reason !== undefined && refusal === undefined && <Notice tone="info">{REASON_TEXT[reason]}</Notice>}
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={onboardingText.handle}
          error={wasSubmitted && handle.trim() === '' ? onboardingText.needHandle : undefined}
          value={handle}
          onChange={setHandle}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
        <TextField
          label={onboardingText.password}
          error={wasSubmitted && password === '' ? onboardingText.needPassword : undefined}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
          maxLength={200}
        />
        {refusal !== undefined && <Notice tone="error">{errorText(refusal)}</Notice>}
        <Button type="submit" variant="primary" isPending={isBusy}>
          {onboardingText.signIn}
        </Button>
      </form>
      <p className={styles.other}>
        {onboardingText.noAccount} <Link href="/sign-up">{onboardingText.toSignUp}</Link>
      </p>
    </Welcome>
  );
}
