import type { ContactProblemKind } from '@parley/client/contacts';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './contacts.module.css';

export interface AddContactProps {
  isOpen: boolean;
  region: string | undefined;
  onClose: () => void;
  onAdded: () => void;
}

/** One person by hand (BOOK-26). */
export function AddContact(props: AddContactProps) {
  return (
    <Dialog isOpen={props.isOpen} title={text.byHand} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

function Form({ region, onClose, onAdded }: AddContactProps) {
  const { contacts } = useClient();
  const { isBusy, run } = useAction();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState<readonly ContactProblemKind[]>([]);

  const add = async () => {
    const some = (value: string) => (value.trim() === '' ? [] : [value]);
    const read = await contacts.readTyped([{ name, phones: some(phone), emails: some(email) }], { region });
    if (read.outcome === 'refused') return;
    setWrong(read.problems.map(({ why }) => why));
    // Not half of what was typed.
    if (read.problems.length > 0) return;
    const result = await contacts.importEntries(read.entries);
    if (result.outcome !== 'imported') return showToast({ tone: 'error', text: text.full });
    showToast({ tone: 'info', text: name.trim() === '' ? text.addedNameless : text.added(name.trim()) });
    onAdded();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) run(add);
  };
  const phoneError = wrong.includes('badPhone')
    ? text.wrongPhone
    : wrong.includes('noIdentifier')
      ? text.needsOne
      : undefined;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={text.name}
        hint={text.nameHint}
        value={name}
        onChange={setName}
        maxLength={100}
        autoFocus
      />
      <TextField
        label={text.phone}
        value={phone}
        onChange={setPhone}
        error={phoneError}
        type="tel"
        maxLength={60}
      />
      <TextField
        label={text.email}
        value={email}
        onChange={setEmail}
        error={wrong.includes('badEmail') ? text.wrongEmail : undefined}
        type="email"
        maxLength={254}
      />
      <DialogButtons>
        <Button onPress={onClose}>{appText.cancel}</Button>
        <Button type="submit" variant="primary" isPending={isBusy}>
          {text.add}
        </Button>
      </DialogButtons>
    </form>
  );
}
