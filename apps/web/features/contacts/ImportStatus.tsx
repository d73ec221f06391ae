import { ProgressBar } from 'react-aria-components/ProgressBar';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/Notice.tsx';
import { sendImport, stopImport } from './import-job.ts';
import type { ImportJob } from './import-job.ts';
import { ProblemList } from './ProblemList.tsx';
import styles from './contacts.module.css';

/** How far the import is, and what became of it (BOOK-22, BOOK-25). */
export function ImportStatus({ job }: { job: ImportJob }) {
  const client = useClient();
  const ownId = useMe().person.id;
  switch (job.phase) {
    case 'idle':
      return null;
    case 'reading':
      return <Progress label={text.reading} value={job.done} />;
    case 'refused':
      return (
        <Result tone="error">
          {job.because === 'unreadable' ? text.unreadable : text.refused[job.because]}
        </Result>
      );
    case 'sending': {
      const { done, total, waitingUntilMs } = job.progress;
      return (
        <Progress
          label={waitingUntilMs === undefined ? text.sending(done, total) : text.waiting}
          value={total === 0 ? 1 : done / total}
          onStop={stopImport}
        />
      );
    }
    case 'paused': {
      const total = job.read.entries.length;
      return (
        <Result
          tone={job.code === undefined ? 'info' : 'error'}
          action={<Button onPress={() => void sendImport(client, ownId, job.read)}>{text.again}</Button>}
        >
          {job.code === undefined
            ? text.stopped(job.done, total)
            : `${text.interrupted(job.done, total)} ${errorText(job.code)}`}
        </Result>
      );
    }
    case 'finished': {
      const { entries, leftOut } = job.read;
      return (
        <>
          <Result tone={job.isFull || entries.length === 0 ? 'error' : 'info'}>
            {job.isFull ? text.full : entries.length === 0 ? text.nobodyFound : text.imported(entries.length)}{' '}
            {leftOut > 0 && text.leftOut(leftOut)}
          </Result>
          <ProblemList problems={job.read.problems} total={job.read.problemCount} />
        </>
      );
    }
  }
}

function Result({
  tone,
  action,
  children,
}: Pick<Parameters<typeof Notice>[0], 'tone' | 'action' | 'children'>) {
  return (
    <div className={styles.result}>
      <Notice tone={tone} action={action}>
        {children}
      </Notice>
    </div>
  );
}

function Progress({ label, value, onStop }: { label: string; value: number; onStop?: () => void }) {
  return (
    <div className={styles.progress}>
      <ProgressBar
        className={classNames(styles.bar)}
        aria-label={text.progress}
        value={Math.round(value * 100)}
      >
        <p role="status" className={styles.progressLabel}>
          {label}
        </p>
        <progress className={styles.track} value={value} max={1} aria-hidden="true" />
      </ProgressBar>
      {onStop && (
        <Button size="small" onPress={onStop}>
          {text.stop}
        </Button>
      )}
    </div>
  );
}
