import { Mark } from './Mark.tsx';
import styles from './Splash.module.css';

/** What is shown until it is known what to show. */
export function Splash({ label }: { label: string }) {
  return (
    <div className={styles.splash} role="status">
      <Mark size={64} />
      <span className="visually-hidden">{label}</span>
    </div>
  );
}
