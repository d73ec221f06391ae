import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ParleyErrorCode } from '@parley/client';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { dataText } from '../../text/your-data.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './settings.module.css';

/** Says what goes and what stays, and asks for the password (ACC-11). */
export function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { account } = useClient();
  const { isDemo, person, callsAvailable } = useMe();
  const [typed, setTyped] = useState('');
  const [isDeleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState<ParleyErrorCode>();
  const isWrong = problem === 'wrong_credentials';

  const submit = async () => {
    setDeleting(true);
    setProblem(undefined);
    try {
      await account.deleteAccount(typed);
      // The page behind this dialog has gone with the account.
      showToast({ tone: 'info', text: dataText.deleted });
    } catch (thrown) {
      setProblem(errorCodeOf(thrown));
      setDeleting(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isDeleting && typed !== '') void submit();
  };
  return (
    <Dialog isOpen title={dataText.deleteQuestion} role="alertdialog" onClose={onClose}>
      <form className={styles.dialogForm} onSubmit={onSubmit} noValidate>
        <p>{callsAvailable ? dataText.goes : dataText.goesWithoutCalls}</p>
        <p>{callsAvailable ? dataText.stays : dataText.staysWithoutCalls}</p>
        <p>{dataText.takeAlong}</p>
        <TextField
          label={isDemo ? dataText.handle(person.handle) : dataText.password}
          type={isDemo ? 'text' : 'password'}
          autoComplete={isDemo ? 'off' : 'current-password'}
          value={typed}
          onChange={setTyped}
          error={isWrong ? (isDemo ? dataText.wrongHandle : dataText.wrongPassword) : undefined}
          maxLength={200}
        />
        {problem !== undefined && !isWrong && (
          <Notice tone="error">{problem === 'last_admin' ? dataText.lastAdmin : errorText(problem)}</Notice>
        )}
        <DialogButtons>
          <Button onPress={onClose}>{appText.cancel}</Button>
          <Button type="submit" variant="danger" isDisabled={typed === ''} isPending={isDeleting}>
            {dataText.deleteForGood}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
