import { useState } from 'react';
import type { FormEvent } from 'react';
import { adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogButtons } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './admin.module.css';

export interface SuspendFormProps {
  name: string;
  isBusy: boolean;
  onSuspend: (reason: string) => void;
  onCancel: () => void;
}

/** Says what a suspension does, and asks for its reason. */
export function SuspendForm({ name, isBusy, onSuspend, onCancel }: SuspendFormProps) {
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const isMissing = reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!isMissing && !isBusy) onSuspend(reason.trim());
  };
  return (
    <form className={styles.dialogForm} onSubmit={submit} noValidate>
      <p className={styles.detail}>{adminText.suspendExplained(name)}</p>
      <TextField
        label={adminText.reason}
        hint={adminText.reasonHint}
        error={isAsked && isMissing ? adminText.reasonMissing : undefined}
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoFocus
      />
      <DialogButtons>
        <Button onPress={onCancel}>{appText.cancel}</Button>
        <Button type="submit" variant="danger" isPending={isBusy}>
          {adminText.suspend}
        </Button>
      </DialogButtons>
    </form>
  );
}
