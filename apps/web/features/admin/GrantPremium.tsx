import { useState } from 'react';
import type { FormEvent } from 'react';
import { adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogButtons } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './admin.module.css';

const MOST_MONTHS = 120;

export interface GrantPremiumProps {
  isBusy: boolean;
  onGrant: (months: number) => void;
  onCancel: () => void;
}

/** How many months. */
export function GrantPremium({ isBusy, onGrant, onCancel }: GrantPremiumProps) {
  const [typed, setTyped] = useState('1');
  const [isAsked, setAsked] = useState(false);
  const months = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0;
  const isGood = months >= 1 && months <= MOST_MONTHS;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isGood && !isBusy) onGrant(months);
  };
  return (
    <form className={styles.dialogForm} onSubmit={submit} noValidate>
      <TextField
        label={adminText.months}
        value={typed}
        onChange={setTyped}
        error={isAsked && !isGood ? adminText.monthsWrong : undefined}
        inputMode="numeric"
        maxLength={3}
        autoFocus
      />
      <DialogButtons>
        <Button onPress={onCancel}>{appText.cancel}</Button>
        <Button type="submit" variant="primary" isPending={isBusy}>
          {adminText.grantPremium}
        </Button>
      </DialogButtons>
    </form>
  );
}
