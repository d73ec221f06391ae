import { useId } from 'react';
import { reportText } from '../../text/reports.ts';
import { noteOver } from './note-length.ts';
import styles from './ReportDialog.module.css';

/** A few words of the reporter's own. */
export function NoteField({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  const id = useId();
  const over = noteOver(value);
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {reportText.note}
      </label>
      <textarea
        id={id}
        rows={3}
        className={styles.note}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={over > 0}
        aria-describedby={over > 0 ? `${id}-error` : undefined}
      />
      {over > 0 && (
        <p id={`${id}-error`} role="status" className={styles.error}>
          {reportText.noteTooLong(over)}
        </p>
      )}
    </div>
  );
}
