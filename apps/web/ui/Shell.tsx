import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Mark } from './Mark.tsx';
import styles from './Shell.module.css';

interface ShellLink {
  href: string;
  /** Other paths that belong below it. */
  also?: readonly string[];
  label: string;
  icon: ReactNode;
  /** A count, and what it counts, in words for screen readers. */
  badge?: { count: number; meaning: string } | undefined;
}

export interface ShellProps {
  navLabel: string;
  links: readonly ShellLink[];
  /** Above everything, when something is wrong. */
  banner?: ReactNode;
  /** A page that fills a phone's screen: the tab bar makes room. */
  immersive: boolean;
  /** Covered by something that takes the whole window. */
  inert: boolean;
  children: ReactNode;
}

/** The frame of the signed-in app: a rail at the side, on phones a bar of tabs at the bottom. */
export function Shell({ navLabel, links, banner, immersive, inert, children }: ShellProps) {
  return (
    <div className={styles.shell} data-immersive={immersive} inert={inert}>
      <nav aria-label={navLabel} className={styles.nav}>
        <span className={styles.mark}>
          <Mark size={40} />
        </span>
        {links.map((link) => (
          <NavLink key={link.href} {...link} />
        ))}
      </nav>
      <div className={styles.body}>
        {banner}
        <main className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function NavLink({ href, also = [], label, icon, badge }: ShellLink) {
  const [location] = useLocation();
  const isCurrent = [href, ...also].some((path) => location === path || location.startsWith(`${path}/`));
  const badgeId = `badge-${href.slice(1)}`;
  return (
    <span className={styles.item}>
      <Link
        href={href}
        className={styles.link}
        aria-current={isCurrent ? 'page' : undefined}
        aria-describedby={badge && badgeId}
      >
        <span className={styles.icon}>{icon}</span>
        {label}
      </Link>
      {/* Outside of the link: the link's name stays its label alone. */}
      {badge && (
        <span className={styles.badge} id={badgeId} aria-label={badge.meaning} role="img">
          {badge.count > 99 ? '99+' : badge.count}
        </span>
      )}
    </span>
  );
}
