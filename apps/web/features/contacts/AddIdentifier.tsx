import type { Identifier } from '@parley/protocol';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { contactsText as text } from '../../text/contacts.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSendCode } from './use-send-code.ts';
import styles from './contacts.module.css';

/** Another phone number or e-mail address: which of the two, the @ tells. */
export function AddIdentifier({ onAdded }: { onAdded: (identifier: Identifier, typed: string) => void }) {
  const [value, setValue] = useState('');
  const { isBusy, problem, send } = useSendCode((identifier) => {
    onAdded(identifier, value);
    // Whoever went on typing meanwhile keeps that.
    setValue((now) => (now === value ? '' : now));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy && value.trim() !== '') send(value);
  };
  return (
    <form className={styles.padded} onSubmit={submit} noValidate>
      <TextField
        label={text.identifierNew}
        hint={text.identifierHint}
        error={problem}
        value={value}
        onChange={setValue}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
      />
      <Button type="submit" variant="primary" isPending={isBusy} isDisabled={value.trim().length < 3}>
        {text.identifierAdd}
      </Button>
    </form>
  );
}
