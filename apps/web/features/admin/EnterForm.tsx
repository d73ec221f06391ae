import type { AdminAccess, EndpointInput } from '@parley/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { adminEntryText } from '../../text/admin.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { setAccess } from './access-store.ts';
import { CodeField } from './CodeField.tsx';
import { passkeyProblemText } from './passkey-problem.ts';
import { askPasskey } from './webauthn.ts';
import styles from './admin.module.css';

type Proof = EndpointInput<'enterAdmin'>['body']['proof'];

export interface EnterFormProps {
  hasPasskey: boolean;
  hasTotp: boolean;
}

/** Asks for the second factor; either kind opens. */
export function EnterForm({ hasPasskey, hasTotp }: EnterFormProps) {
  const { request } = useClient();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState<Proof['factor']>();
  const [problem, setProblem] = useState<{ factor: Proof['factor']; text: string }>();

  const attempt = async (factor: Proof['factor'], enter: () => Promise<AdminAccess | string>) => {
    setBusy(factor);
    setProblem(undefined);
    try {
      const entered = await enter();
      if (typeof entered === 'string') setProblem({ factor, text: entered });
      else setAccess(entered);
    } catch (thrown) {
      const errorCode = errorCodeOf(thrown);
      const wrong = factor === 'totp' ? adminEntryText.wrongCode : adminEntryText.wrongPasskey;
      setProblem({ factor, text: errorCode === 'wrong_code' ? wrong : errorText(errorCode) });
    }
    setBusy(undefined);
  };
  const enterWith = (proof: Proof) => request('enterAdmin', { body: { proof } });
  const byPasskey = async () => {
    const asked = await askPasskey((await request('beginAdminEntry', {})).options);
    if ('problem' in asked) return passkeyProblemText(asked.problem);
    return await enterWith({ factor: 'passkey', response: asked.response });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (/^\d{6}$/.test(code) && busy === undefined)
      void attempt('totp', () => enterWith({ factor: 'totp', code }));
  };

  return (
    <>
      <p className={styles.explained}>{adminEntryText.enterExplained}</p>
      {hasPasskey && (
        <Section>
          <div className={styles.form}>
            <Button
              variant="primary"
              isPending={busy === 'passkey'}
              onPress={() => void attempt('passkey', byPasskey)}
            >
              <KeyRound size={18} aria-hidden="true" />
              {adminEntryText.usePasskey}
            </Button>
            {problem?.factor === 'passkey' && <Notice tone="error">{problem.text}</Notice>}
          </div>
        </Section>
      )}
      {hasTotp && (
        <Section>
          <form className={styles.form} onSubmit={submit} noValidate>
            <CodeField
              label={adminEntryText.codeLabel}
              value={code}
              onChange={setCode}
              error={problem?.factor === 'totp' ? problem.text : undefined}
            />
            <Button
              type="submit"
              variant={hasPasskey ? 'secondary' : 'primary'}
              isDisabled={code.length !== 6}
              isPending={busy === 'totp'}
            >
              {adminEntryText.enter}
            </Button>
          </form>
        </Section>
      )}
      <p className={styles.explained}>{adminEntryText.lost}</p>
    </>
  );
}
