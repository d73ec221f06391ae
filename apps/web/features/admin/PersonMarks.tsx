import type { AdminPerson } from '@parley/protocol';
import { adminText } from '../../text/admin.ts';
import styles from './admin.module.css';

/** What is special about an account. */
export function PersonMarks({ who: { isAdmin, suspended, plan } }: { who: AdminPerson }) {
  if (!isAdmin && suspended === null && !plan.premium) return null;
  return (
    <span className={styles.marks}>
      {isAdmin && <span className={styles.mark}>{adminText.administrator}</span>}
      {plan.premium && <span className={styles.mark}>{adminText.premium}</span>}
      {suspended !== null && <span className={styles.grave}>{adminText.suspended}</span>}
    </span>
  );
}
