import type { CallId, Person } from '@parley/protocol';
import { Ban, Ellipsis, Flag, Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react';
import { askSafety } from '../../sdk/safety.ts';
import { useCallIntent } from '../../sdk/use-call-intent.ts';
import { callText, isMissed, pastCallText } from '../../text/call.ts';
import { safetyText } from '../../text/safety.ts';
import { clockText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import type { ThreadRow } from './thread-rows.ts';
import styles from './CallRow.module.css';

export interface CallRowProps {
  row: Extract<ThreadRow, { kind: 'call' }>;
  peer: Person;
  /** Absent where the peer cannot be called. */
  onCallBack?: (() => void) | undefined;
}

/** What a past call left in the thread (CALL-9). */
export function CallRow({ row, peer, onCallBack }: CallRowProps) {
  const { item, isOwn } = row;
  const past = {
    direction: isOwn ? ('outgoing' as const) : ('incoming' as const),
    kind: item.callKind,
    outcome: item.outcome,
    durationMs: item.durationMs,
  };
  const intent = useCallIntent(peer.id);
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
        <div className={styles.actions}>
          {onCallBack && (
            <span className={styles.intent} {...intent}>
              <Button size="small" variant="quiet" onPress={onCallBack}>
                <Kind size={15} aria-hidden="true" /> {callText.callBack}
              </Button>
            </span>
          )}
          {(!isOwn || item.durationMs > 0) && <CallRowMenu peer={peer} callId={item.callId} />}
        </div>
      </div>
    </div>
  );
}

/** For calls that one has received (REP-1, REP-8). */
function CallRowMenu({ peer, callId }: { peer: Person; callId: CallId }) {
  const choose = (key: 'report' | 'block'): void =>
    askSafety(
      key === 'block'
        ? { about: 'block', person: peer }
        : { about: 'report', person: peer, subject: { kind: 'call', callId } },
    );
  return (
    <MenuButton
      label={safetyText.callMenu}
      icon={<Ellipsis size={18} aria-hidden="true" />}
      choices={[
        { key: 'report', label: safetyText.reportCall, icon: <Flag size={18} aria-hidden="true" /> },
        {
          key: 'block',
          label: safetyText.blockName(peer.displayName),
          icon: <Ban size={18} aria-hidden="true" />,
        },
      ]}
      onChoose={choose}
    />
  );
}
