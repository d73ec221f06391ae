import styles from './Skeleton.module.css';

/** The shape of rows that are still loading; `label` tells so to screen readers. */
export function SkeletonRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div className={styles.rows} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.row} aria-hidden="true">
          <span className={styles.avatar} />
          <span className={styles.lines}>
            <span className={styles.line} />
            <span className={styles.shortLine} />
          </span>
        </span>
      ))}
    </div>
  );
}
