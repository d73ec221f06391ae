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
import { signUpErrors } from './sign-up-rules.ts';
import { Welcome } from './Welcome.tsx';
import styles from './Welcome.module.css';

const EMPTY = { handle: '', displayName: '', password: '' };

/** The page that makes an account. */
export function SignUp() {
  const client = useClient();
  const [input, setInput] = useState(EMPTY);
  const [wasSubmitted, setSubmitted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ParleyErrorCode>();
  const errors = wasSubmitted ? signUpErrors(input) : {};
  const handleError = refusal === 'handle_taken' ? errorText(refusal) : errors.handle;

  const change = (part: Partial<typeof EMPTY>) => {
    setInput({ ...input, ...part });
    setRefusal(undefined);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSubmitted(true);
    const form = event.currentTarget;
    if (isBusy) return;
    if (Object.keys(signUpErrors(input)).length > 0) {
      focusFirstError(form);
      return;
    }
    setBusy(true);
    client.account
      .signUp({ ...input, handle: normalizeHandle(input.handle), displayName: input.displayName.trim() })
      .catch((thrown: unknown) => {
        setRefusal(errorCodeOf(thrown));
        setBusy(false);
        focusFirstError(form);
      });
  };

  return (
    <Welcome title={onboardingText.signUpTitle}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={onboardingText.handle}
          hint={onboardingText.handleHint}
          error={handleError}
          value={input.handle}
          onChange={(handle) => change({ handle })}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={21}
        />
        <TextField
          label={onboardingText.displayName}
          hint={onboardingText.displayNameHint}
          error={errors.displayName}
          value={input.displayName}
          onChange={(displayName) => change({ displayName })}
          autoComplete="name"
          maxLength={50}
        />
        <TextField
          label={onboardingText.password}
          hint={onboardingText.passwordHint}
          error={errors.password}
          value={input.password}
          onChange={(password) => change({ password })}
          type="password"
          autoComplete="new-password"
          maxLength={200}
        />
        {refusal !== undefined && refusal !== 'handle_taken' && (
          <Notice tone="error">{errorText(refusal)}</Notice>
        )}
        <Button type="submit" variant="primary" isPending={isBusy}>
          {onboardingText.createAccount}
        </Button>
      </form>
      <p className={styles.other}>
        {onboardingText.haveAccount} <Link href="/sign-in">{onboardingText.toSignIn}</Link>
      </p>
    </Welcome>
  );
}
