import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './ListRow.module.css';

export interface ListRowProps {
  leading?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  /** Controls at the row's end. */
  trailing?: ReactNode;
  /** Makes the row's text a link. */
  href?: string;
}

/** One row of a list inside a card: a picture, two lines, controls. */
export function ListRow({ leading, title, detail, trailing, href }: ListRowProps) {
  const text = (
    <>
      {leading}
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </span>
    </>
  );
  return (
    <li className={styles.row}>
      {href === undefined ? (
        <div className={styles.main}>{text}</div>
      ) : (
        <Link href={href} className={styles.main}>
          {text}
          {trailing === undefined && <ChevronRight size={18} aria-hidden="true" className={styles.chevron} />}
        </Link>
      )}
      {trailing !== undefined && <div className={styles.trailing}>{trailing}</div>}
    </li>
  );
}
