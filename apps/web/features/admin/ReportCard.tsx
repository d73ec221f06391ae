import type { Report, ReportResolution } from '@parley/protocol';
import { useState } from 'react';
import { useAction } from '../../sdk/use-action.ts';
import { adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { momentText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { ReportEvidence } from './ReportEvidence.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import styles from './admin.module.css';

export interface ReportCardProps {
  report: Report;
  onSettled: (report: Report) => void;
}

/** One report: whom it is about, what was disclosed, and the ways to settle it (ADM-11). */
export function ReportCard({ report, onSettled }: ReportCardProps) {
  const { reported, reporter, resolved } = report;
  const nowMs = Date.now();
  return (
    <li className={styles.report}>
      <div className={styles.head}>
        <Avatar person={reported} />
        <span className={styles.headText}>
          <span className={styles.headName}>
            <bdi>{reported.displayName}</bdi> (@{reported.handle})
          </span>
          <span className={styles.detail}>
            {adminText.reportBy(reporter.displayName, reporter.handle, momentText(report.createdAtMs, nowMs))}
          </span>
        </span>
        <span className={styles.grave}>{adminText.reasonOf[report.reason]}</span>
      </div>
      <ReportEvidence report={report} />
      {resolved === null ? (
        <Settle report={report} onSettled={onSettled} />
      ) : (
        <div>
          <p>
            <span className={styles.mark}>{adminText.resolution[resolved.resolution]}</span>{' '}
            <span className={styles.detail}>
              {adminText.resolvedBy(
                resolved.by === null ? adminText.commandLine : `@${resolved.by}`,
                momentText(resolved.atMs, nowMs),
              )}
            </span>
          </p>
          {resolved.note !== '' && <p className={styles.detail}>{resolved.note}</p>}
        </div>
      )}
    </li>
  );
}

function Settle({ report, onSettled }: ReportCardProps) {
  const request = useAdminRequest();
  const { isBusy, run } = useAction();
  const [note, setNote] = useState('');
  const [isAsking, setAsking] = useState(false);
  const { displayName } = report.reported;
  const settle = (resolution: ReportResolution) => {
    setAsking(false);
    run(async () => {
      const body = { resolution, note: note.trim() };
      onSettled(await request('resolveReport', { params: { reportId: report.id }, body }));
      showToast({ tone: 'info', text: adminText.settled });
    });
  };
  return (
    <>
      <TextField
        label={adminText.yourNote}
        hint={adminText.yourNoteHint}
        value={note}
        onChange={setNote}
        maxLength={1000}
      />
      <div className={styles.buttons}>
        <Button size="small" isDisabled={isBusy} onPress={() => settle('dismissed')}>
          {adminText.dismiss}
        </Button>
        <Button size="small" isDisabled={isBusy} onPress={() => settle('warned')}>
          {adminText.warned}
        </Button>
        <Button size="small" variant="danger" isDisabled={isBusy} onPress={() => setAsking(true)}>
          {adminText.suspendReported}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={adminText.suspendTitle(displayName)}
        confirmLabel={adminText.suspend}
        cancelLabel={appText.cancel}
        onConfirm={() => settle('suspended')}
        onCancel={() => setAsking(false)}
      >
        {adminText.suspendExplained(displayName)}
      </ConfirmDialog>
    </>
  );
}
