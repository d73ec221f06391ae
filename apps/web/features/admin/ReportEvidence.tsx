import type { Report } from '@parley/protocol';
import { adminText } from '../../text/admin.ts';
import { momentText } from '../../text/time.ts';
import styles from './admin.module.css';

/** What the member has disclosed, and nothing more. */
export function ReportEvidence({ report: { evidence, note } }: { report: Report }) {
  return (
    <>
      <div className={styles.evidence}>
        <span className={styles.evidenceTitle}>{adminText.evidence}</span>
        <Disclosed evidence={evidence} />
      </div>
      {note !== '' && (
        <div className={styles.evidence}>
          <span className={styles.evidenceTitle}>{adminText.noteOfMember}</span>
          <p>{note}</p>
        </div>
      )}
    </>
  );
}

function Disclosed({ evidence }: Pick<Report, 'evidence'>) {
  const nowMs = Date.now();
  switch (evidence.kind) {
    case 'person':
      return <p>{adminText.evidencePerson}</p>;
    case 'call':
      return <p>{adminText.evidenceCall(evidence, momentText(evidence.startedAtMs, nowMs))}</p>;
    case 'message':
      return (
        <ul>
          {evidence.messages.map(({ text, sentAtMs }, place) => (
            // They have no names, and their order never changes.
            <li key={place}>
              <p>{text}</p>
              <span className={styles.when}>
                {momentText(sentAtMs, nowMs)}
                {place === evidence.messages.length - 1 && ` · ${adminText.reported}`}
              </span>
            </li>
          ))}
        </ul>
      );
  }
}
