import type { ReactNode } from 'react';
import styles from './StatusBanner.module.css';

/** A line above the page, such as being offline. The live region stays, so that changes are read out. */
export function StatusBanner({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={styles.region}>
      {children !== undefined && <p className={styles.banner}>{children}</p>}
    </div>
  );
}
