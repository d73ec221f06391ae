import type { ContactProblem } from '@parley/client/contacts';
import { contactsText as text } from '../../text/contacts.ts';
import styles from './contacts.module.css';

const SHOWN = 100;

/** What could not be imported, by its place in the file (BOOK-22). */
export function ProblemList({ problems, total }: { problems: readonly ContactProblem[]; total: number }) {
  if (total === 0) return null;
  const shown = problems.slice(0, SHOWN);
  return (
    <details className={styles.problems}>
      <summary className={styles.summary}>{text.problems(total)}</summary>
      <ul className={styles.problemList}>
        {shown.map((problem, index) => (
          // A card may have several, and two alike.
          <li key={index}>
            <strong>{text.place(problem)}:</strong> {text.problem(problem)}
          </li>
        ))}
      </ul>
      {total > shown.length && <p className={styles.hint}>{text.moreProblems(total - shown.length)}</p>}
    </details>
  );
}
