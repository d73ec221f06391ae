import type { CallView } from '@parley/client';
import { ChevronDown, ChevronUp, Eye, Info, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { inCallText } from '../../../text/in-call.ts';
import { announce } from '../../../ui/announce.ts';
import { barLines } from './bar-lines.ts';
import type { BarLine } from './bar-lines.ts';
import styles from './CallBar.module.css';

const ICON = { trouble: TriangleAlert, hidden: ShieldCheck, shown: Eye, note: Info };

/** One sentence about the call, the most urgent; a press shows the others. */
export function CallBar({ view }: { view: CallView }) {
  const [isOpen, setOpen] = useState(false);
  const lines = barLines(view);
  const [first, ...others] = lines;
  const urgent = first?.tone === 'trouble' || first?.tone === 'note' ? first : undefined;
  useEffect(() => {
    // By its kind: the seconds that a sentence counts are not read out one by one.
    if (urgent !== undefined) announce(urgent.text);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [urgent?.key]);
  if (first === undefined) return null;
  if (others.length === 0) {
    return (
      <div className={styles.bar} data-tone={first.tone}>
        <Line line={first} />
      </div>
    );
  }
  const Chevron = isOpen ? ChevronDown : ChevronUp;
  return (
    <button
      type="button"
      className={styles.bar}
      data-tone={first.tone}
      data-open={isOpen}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      <span className={styles.lines}>
        {(isOpen ? lines : [first]).map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </span>
      {!isOpen && <span className={styles.count}>{inCallText.showAll(others.length)}</span>}
      <Chevron size={16} aria-hidden="true" className={styles.chevron} />
    </button>
  );
}

function Line({ line: { text, tone } }: { line: BarLine }) {
  const Icon = ICON[tone];
  return (
    <span className={styles.line}>
      <Icon size={15} aria-hidden="true" />
      <span>{text}</span>
    </span>
  );
}
