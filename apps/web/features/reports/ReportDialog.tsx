import type { Person, ReportReason, ReportSubject } from '@parley/protocol';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import type { ParleyErrorCode } from '@parley/client';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { askSafety } from '../../sdk/safety.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { reportText } from '../../text/reports.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { AlsoBlock } from './AlsoBlock.tsx';
import { NoteField } from './NoteField.tsx';
import { noteOver } from './note-length.ts';
import { ReasonChoice } from './ReasonChoice.tsx';
import styles from './ReportDialog.module.css';

export interface ReportDialogProps {
  person: Person;
  subject: ReportSubject;
}

/** Tells the administrators of a message, a call or a person. What is typed stays until it was sent or given up. */
export function ReportDialog({ person, subject }: ReportDialogProps) {
  const { people } = useClient();
  const { displayName } = person;
  const disclosedId = useId();
  const [reason, setReason] = useState<ReportReason>();
  const [note, setNote] = useState('');
  const [block, setBlock] = useState(false);
  const [isSending, setSending] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<ParleyErrorCode>();

  const close = () => {
    if (!isSending) askSafety(undefined);
  };
  const send = async (chosen: ReportReason) => {
    setSending(true);
    setProblem(undefined);
    try {
      await people.report({ subject, reason: chosen, note: note.trim(), block });
      askSafety(undefined);
      const text = block ? reportText.sentAndBlocked(displayName) : reportText.sent;
      showToast({ tone: 'info', text });
    } catch (thrown) {
      setSending(false);
      setProblem(errorCodeOf(thrown));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (reason !== undefined && noteOver(note) <= 0 && !isSending) void send(reason);
  };

  return (
    <Dialog
      isOpen
      title={reportText.title[subject.kind](displayName)}
      onClose={close}
      describedBy={disclosedId}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <p id={disclosedId} className={styles.disclosed}>
          {reportText.disclosed[subject.kind](displayName)}
        </p>
        <ReasonChoice value={reason} onChange={setReason} isMissing={isAsked && reason === undefined} />
        <NoteField value={note} onChange={setNote} />
        <AlsoBlock name={displayName} isOn={block} onChange={setBlock} />
        {problem !== undefined && <Notice tone="error">{reportText.failed(errorText(problem))}</Notice>}
        <DialogButtons>
          <Button onPress={close}>{appText.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isSending}>
            {reportText.send}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
