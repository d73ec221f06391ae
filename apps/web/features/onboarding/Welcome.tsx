import type { ReactNode } from 'react';
import { appText } from '../../text/app.ts';
import { onboardingText } from '../../text/onboarding.ts';
import { Mark } from '../../ui/Mark.tsx';
import { usePageHeading } from '../../ui/Page.tsx';
import styles from './Welcome.module.css';

/** The frame of the pages for people who are not signed in. */
export function Welcome({ title, children }: { title: string; children: ReactNode }) {
  const heading = usePageHeading(title);
  return (
    <div className={styles.page}>
      <div className={styles.intro}>
        <p className={styles.brand}>
          <Mark size={44} />
          {appText.name}
        </p>
        <p className={styles.tagline}>{onboardingText.tagline}</p>
      </div>
      <main className={styles.card}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {children}
      </main>
    </div>
  );
}
