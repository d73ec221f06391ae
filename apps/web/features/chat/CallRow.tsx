import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react';
import { callText, isMissed, pastCallText } from '../../text/call.ts';
import { clockText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import type { ThreadRow } from './thread-rows.ts';
import styles from './CallRow.module.css';

export interface CallRowProps {
  row: Extract<ThreadRow, { kind: 'call' }>;
  /** Absent where the peer cannot be called. */
  onCallBack?: (() => void) | undefined;
}

/** What a past call left in the thread (CALL-9). */
export function CallRow({ row, onCallBack }: CallRowProps) {
  const { item, isOwn } = row;
  const past = {
    direction: isOwn ? ('outgoing' as const) : ('incoming' as const),
    kind: item.callKind,
    outcome: item.outcome,
    durationMs: item.durationMs,
  };
  const missed = isMissed(past);
  const Icon = missed ? PhoneMissed : isOwn ? PhoneOutgoing : PhoneIncoming;
  const Kind = item.callKind === 'video' ? Video : Phone;
  return (
    <div className={styles.row}>
      <div className={styles.card} data-missed={missed}>
        <span className={styles.icon}>
          <Icon size={18} aria-hidden="true" />
        </span>
        <div className={styles.text}>
          <p className={styles.title}>{pastCallText(past)}</p>
          <p className={styles.detail}>
            {callText.direction[past.direction]} ·{' '}
            <time dateTime={new Date(item.createdAtMs).toISOString()}>{clockText(item.createdAtMs)}</time>
          </p>
        </div>
        {onCallBack && (
          <Button size="small" variant="quiet" onPress={onCallBack}>
            <Kind size={15} aria-hidden="true" /> {callText.callBack}
          </Button>
        )}
      </div>
    </div>
  );
}
