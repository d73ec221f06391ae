import type { Identifier } from '@parley/protocol';
import { AtSign, BadgeCheck, Phone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';
import { announce } from '../../ui/announce.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSendCode } from './use-send-code.ts';
import styles from './contacts.module.css';

export interface IdentifierRowProps {
  identifier: Identifier;
  /** As it was typed on this page. */
  typed: string | undefined;
  onVerified: (identifier: Identifier) => void;
  onRemove: () => void;
}

/** One's phone number or e-mail address, and the code that it waits for. */
export function IdentifierRow({ identifier, typed, onVerified, onRemove }: IdentifierRowProps) {
  const { kind, hint, verifiedAtMs } = identifier;
  const Icon = kind === 'phone' ? Phone : AtSign;
  return (
    <li className={styles.identifier}>
      <div className={styles.row}>
        <Icon size={20} aria-hidden="true" className={styles.icon} />
        <span className={styles.rowText}>
          <bdi className={styles.rowName}>{hint}</bdi>
          {verifiedAtMs === null && <span className={styles.rowDetail}>{text.identifierWaits}</span>}
        </span>
        {verifiedAtMs !== null && (
          <span className={styles.mark}>
            <BadgeCheck size={16} aria-hidden="true" /> {text.identifierVerified}
          </span>
        )}
        <IconButton label={text.removeName(hint)} onPress={onRemove}>
          <Trash2 size={18} aria-hidden="true" />
        </IconButton>
      </div>
      {verifiedAtMs === null && <CodeForm identifier={identifier} typed={typed} onVerified={onVerified} />}
    </li>
  );
}

function CodeForm({ identifier, typed, onVerified }: Omit<IdentifierRowProps, 'onRemove'>) {
  const { contacts } = useClient();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const again = useSendCode(() => {
    // The new code may be here, and typed, before the answer is: only what stood there when it was asked for goes.
    setCode((now) => (now === code ? '' : now));
    setProblem(undefined);
  });
  const { id, hint } = identifier;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replaceAll(/\D/g, '');
    if (digits.length !== 6) return setProblem(text.codeWrong);
    if (isBusy) return;
    setBusy(true);
    contacts.identifiers
      .verify(id, digits)
      .then(
        (verified) => {
          announce(text.verified(hint));
          onVerified(verified);
        },
        (thrown: unknown) => setProblem(errorText(errorCodeOf(thrown))),
      )
      .finally(() => setBusy(false));
  };
  return (
    <form className={styles.code} onSubmit={submit} noValidate>
      <TextField
        label={text.codeName(hint)}
        hint={text.codeHint}
        error={problem ?? again.problem}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
      />
      <div className={styles.ways}>
        <Button type="submit" variant="primary" label={text.verifyName(hint)} isPending={isBusy}>
          {text.verify}
        </Button>
        {typed !== undefined && (
          <Button variant="quiet" isPending={again.isBusy} onPress={() => again.send(typed)}>
            {text.sendAgain}
          </Button>
        )}
      </div>
      {typed === undefined && <p className={styles.hint}>{text.sendAgainUnknown}</p>}
    </form>
  );
}
