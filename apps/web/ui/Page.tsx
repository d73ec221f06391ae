import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { setTitle } from './page-title.ts';
import styles from './Page.module.css';

export interface PageProps {
  title: string;
  /** What the browser's tab says, where that is not the title. */
  tabTitle?: string;
  children: ReactNode;
  /** Where the back arrow leads; none on a top page. */
  back?: { href: string; label: string };
  actions?: ReactNode;
}

let somethingWasShown = false;

/** Titles the document and moves the focus to the heading, except on the very first page shown. */
export function usePageHeading(title: string, takesFocus = true) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => setTitle({ page: title }), [title]);
  useEffect(() => {
    if (somethingWasShown && takesFocus) heading.current?.focus({ preventScroll: true });
    somethingWasShown = true;
  }, [takesFocus]);
  return heading;
}

/** A page with a heading, in one column. */
export function Page({ title, tabTitle = title, children, back, actions }: PageProps) {
  const heading = usePageHeading(tabTitle);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <header className={styles.header}>
          {back && (
            <Link href={back.href} className={styles.back} aria-label={back.label}>
              <ArrowLeft size={20} aria-hidden="true" />
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {actions}
        </header>
        {children}
      </div>
    </div>
  );
}

export interface SectionProps {
  title?: string;
  /** At the other end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A titled card on a page. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className={styles.section}>
      {title !== undefined && (
        <div className={styles.sectionHead}>
          <h2 className={styles.sectionTitle}>{title}</h2>
          {aside}
        </div>
      )}
      <div className={styles.card}>{children}</div>
    </section>
  );
}
