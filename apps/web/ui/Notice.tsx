import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Notice.module.css';

export interface NoticeProps {
  tone: 'error' | 'info';
  children: ReactNode;
  action?: ReactNode;
}

/** A sentence in a box. Errors are read out at once. */
export function Notice({ tone, children, action }: NoticeProps) {
  const Icon = tone === 'error' ? CircleAlert : Info;
  return (
    <div className={classNames(styles.notice, styles[tone])} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden="true" className={styles.icon} />
      <p className={styles.text}>{children}</p>
      {action}
    </div>
  );
}
