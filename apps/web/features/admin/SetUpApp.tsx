import { useState } from 'react';
import type { FormEvent } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { adminEntryText } from '../../text/admin.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { setAccess } from './access-store.ts';
import { CodeField } from './CodeField.tsx';
import { QrCode } from './QrCode.tsx';
import styles from './admin.module.css';

export interface TotpOffer {
  secret: string;
  uri: string;
}

export interface SetUpAppProps {
  offer: TotpOffer;
  onBack: () => void;
  onAdded: (() => void) | undefined;
}

/** Shows the secret to the app, and asks for the first code that it makes of it. */
export function SetUpApp({ offer, onBack, onAdded }: SetUpAppProps) {
  const { request } = useClient();
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setAccess(await request('confirmTotp', { body: { code } }));
      onAdded?.();
    } catch (thrown) {
      const errorCode = errorCodeOf(thrown);
      setProblem(errorCode === 'wrong_code' ? adminEntryText.wrongCode : errorText(errorCode));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.length === 6 && !isBusy) void confirm();
  };
  return (
    <Section title={adminEntryText.appTitle}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p>{adminEntryText.scan}</p>
        <QrCode content={offer.uri} label={adminEntryText.scanLabel} />
        <p>{adminEntryText.orType}</p>
        <code className={styles.secret}>{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>
        <CodeField label={adminEntryText.confirmCode} value={code} onChange={setCode} error={problem} />
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" isDisabled={code.length !== 6} isPending={isBusy}>
            {adminEntryText.confirm}
          </Button>
          <Button variant="quiet" onPress={onBack}>
            {adminEntryText.startAgain}
          </Button>
        </div>
      </form>
    </Section>
  );
}
