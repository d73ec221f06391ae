import type { Platform } from '@parley/protocol';
import { Monitor, Smartphone, SquareTerminal } from 'lucide-react';
import styles from './settings.module.css';

const ICON = { web: Monitor, ios: Smartphone, android: Smartphone, other: SquareTerminal };

/** A picture of what a session runs on. */
export function SessionIcon({ platform }: { platform: Platform }) {
  const Icon = ICON[platform];
  return <Icon size={22} aria-hidden="true" className={styles.icon} />;
}
