import type { ReactNode } from 'react';
import { inCallText } from '../../../text/in-call.ts';
import { classNames } from '../../../ui/class-names.ts';
import styles from './CallControls.module.css';

export interface ControlProps {
  label: string;
  icon: ReactNode;
  /** Absent: dimmed. */
  onPress: (() => void) | undefined;
  /** The key that does the same. */
  shortcut?: string;
  isOff?: boolean;
  isDanger?: boolean;
  /** It opens a dialog. */
  hasDialog?: boolean;
  /** Left out where the call is small. */
  isExtra?: boolean;
}

/** A round button of the stage with its name below. */
export function Control(props: ControlProps) {
  const { label, icon, onPress, shortcut, isOff = false, isDanger = false, isExtra = false } = props;
  return (
    <button
      type="button"
      className={classNames(
        styles.control,
        isOff && styles.off,
        isDanger && styles.danger,
        isExtra && styles.extra,
      )}
      disabled={onPress === undefined}
      title={shortcut === undefined ? undefined : inCallText.tooltip(label, shortcut)}
      aria-keyshortcuts={shortcut}
      aria-haspopup={props.hasDialog === true ? 'dialog' : undefined}
      onClick={() => onPress?.()}
    >
      <span className={styles.disc} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.label}>{label}</span>
    </button>
  );
}
