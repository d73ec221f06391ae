import { Ellipsis, Flag, RotateCcw, Trash2 } from 'lucide-react';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { errorText } from '../../text/errors.ts';
import { safetyText } from '../../text/safety.ts';
import { clockText } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { MessageText } from './MessageText.tsx';
import type { ThreadRow } from './thread-rows.ts';
import styles from './Bubble.module.css';

export interface BubbleProps {
  row: Extract<ThreadRow, { kind: 'text' }>;
  peerName: string;
  onRetry: () => void;
  onRemove: () => void;
  /** Absent for one's own messages. */
  onReport: (() => void) | undefined;
}

/** One message. */
export function Bubble({ row, peerName, onRetry, onRemove, onReport }: BubbleProps) {
  const { item, isOwn, isFirst, isLast } = row;
  const isFailed = item.kind === 'pending' && item.status === 'failed';
  return (
    <div
      className={classNames(styles.row, isOwn && styles.own, isFirst && styles.first, isLast && styles.last)}
      data-failed={isFailed}
    >
      <div className={styles.line}>
        <div className={styles.bubble}>
          <span className="visually-hidden">{isOwn ? appText.you : peerName}: </span>
          <MessageText text={item.text} />
        </div>
        {onReport && <BubbleMenu peerName={peerName} onReport={onReport} />}
      </div>
      {isFailed ? (
        <div className={styles.failed} role="alert">
          <span>
            {chatText.failed} {item.error !== undefined && errorText(item.error)}
          </span>
          <Button size="small" variant="quiet" onPress={onRetry}>
            <RotateCcw size={15} aria-hidden="true" /> {chatText.retry}
          </Button>
          <Button size="small" variant="quiet" onPress={onRemove}>
            <Trash2 size={15} aria-hidden="true" /> {chatText.remove}
          </Button>
        </div>
      ) : (
        <BubbleNote row={row} />
      )}
    </div>
  );
}

function BubbleMenu({ peerName, onReport }: { peerName: string; onReport: () => void }) {
  return (
    <div className={styles.menu}>
      <MenuButton
        label={safetyText.messageMenu(peerName)}
        icon={<Ellipsis size={18} aria-hidden="true" />}
        choices={[
          { key: 'report', label: safetyText.reportMessage, icon: <Flag size={18} aria-hidden="true" /> },
        ]}
        onChoose={onReport}
      />
    </div>
  );
}

function BubbleNote({ row }: { row: BubbleProps['row'] }) {
  const { item, isLast, isSeen } = row;
  if (item.kind === 'pending') return <p className={styles.note}>{chatText.sending}</p>;
  if (!isLast && !isSeen) return null;
  return (
    <p className={styles.note}>
      <time dateTime={new Date(item.createdAtMs).toISOString()}>{clockText(item.createdAtMs)}</time>
      {isSeen && ` · ${chatText.seen}`}
    </p>
  );
}
