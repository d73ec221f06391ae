import type { CallView } from '@parley/client';
import { Eye, ShieldCheck } from 'lucide-react';
import { routeText } from './route-text.ts';
import styles from './RouteLine.module.css';

/** What the call shows of where the person here is (PRIV-4, PRIV-5); nothing is said of what friends take for granted. */
export function RouteLine({ view }: { view: CallView }) {
  const text = routeText(view);
  if (text === undefined) return null;
  const Icon = view.route === 'relay' ? ShieldCheck : Eye;
  return (
    <p className={styles.line}>
      <Icon size={14} aria-hidden="true" />
      {text}
    </p>
  );
}
