import type { ThreadState } from '@parley/client';
import type { CallKind, Conversation } from '@parley/protocol';
import { ArrowDown } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Virtualizer } from 'virtua';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { askSafety } from '../../sdk/safety.ts';
import { chatText } from '../../text/chat.ts';
import { dayText, startOfDay } from '../../text/time.ts';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Bubble } from './Bubble.tsx';
import { CallRow } from './CallRow.tsx';
import { threadRows } from './thread-rows.ts';
import type { ThreadRow } from './thread-rows.ts';
import { ThreadStart } from './ThreadStart.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useThreadScroll } from './use-thread-scroll.ts';
import styles from './ThreadLog.module.css';

export interface ThreadLogProps {
  conversation: Conversation;
  thread: ThreadState;
  onCallBack?: ((kind: CallKind) => void) | undefined;
}

/** The rows of a conversation, of which only those in sight are in the page. */
export function ThreadLog({ conversation, thread, onCallBack }: ThreadLogProps) {
  const { messages } = useClient();
  const myId = useMe().person.id;
  const { id, peer, peerReadSeq, unread } = conversation;
  const rows = useMemo(
    () => threadRows({ items: thread.items, myId, peerReadSeq, startOfDay }),
    [thread.items, myId, peerReadSeq],
  );

  const canLoad = thread.hasEarlier && !thread.loadingEarlier;
  const onNearTop = useCallback(() => {
    // What could not be loaded is asked for again at the next scroll.
    if (canLoad) messages.loadEarlier(id).catch(() => undefined);
  }, [canLoad, messages, id]);

  const last = rows.at(-1);
  const scroll = useThreadScroll({
    // The start of the thread and the typing line are rows too.
    rowCount: rows.length + 2,
    firstKey: rows.find((row) => row.kind !== 'day')?.key,
    lastKey: thread.peerTyping ? `${last?.key} typing` : last?.key,
    lastIsOwn: last !== undefined && last.kind !== 'day' && last.isOwn,
    onNearTop,
  });
  useMarkRead(id, scroll.isAtBottom, unread);

  return (
    <div className={styles.frame}>
      <div
        ref={scroll.scroller}
        className={styles.scroller}
        role="region"
        aria-label={chatText.thread(peer.displayName)}
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <div className={styles.spring} />
        <Virtualizer ref={scroll.virtualizer} scrollRef={scroll.scroller} shift={scroll.wasPrepended}>
          <ThreadStart
            key="start"
            peer={peer}
            hasEarlier={thread.hasEarlier}
            canCall={onCallBack !== undefined}
          />
          {rows.map((row) => (
            <Row key={row.key} row={row} conversation={conversation} onCallBack={onCallBack} />
          ))}
          <TypingLine key="typing" name={thread.peerTyping ? peer.displayName : undefined} />
        </Virtualizer>
      </div>
      {!scroll.isAtBottom && (
        <div className={styles.latest}>
          <Button
            size="small"
            variant={unread > 0 ? 'primary' : 'secondary'}
            label={unread > 0 ? chatText.latestCount(unread) : chatText.latest}
            onPress={scroll.toBottom}
          >
            <ArrowDown size={16} aria-hidden="true" />
            {unread > 0 ? chatText.unread(unread) : chatText.latest}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  row: ThreadRow;
  conversation: Conversation;
  onCallBack: ThreadLogProps['onCallBack'];
}

function Row({ row, conversation, onCallBack }: RowProps) {
  const { messages } = useClient();
  switch (row.kind) {
    case 'day':
      return <DayLine dayMs={row.dayMs} />;
    case 'call':
      return (
        <CallRow
          row={row}
          peer={conversation.peer}
          onCallBack={onCallBack && (() => onCallBack(row.item.callKind))}
        />
      );
    case 'text':
      return (
        <Bubble
          row={row}
          peerName={conversation.peer.displayName}
          onRetry={() => messages.retry(conversation.id, row.item.clientMsgId)}
          onRemove={() => messages.discard(conversation.id, row.item.clientMsgId)}
          onReport={reportOf(row, conversation)}
        />
      );
  }
}

function reportOf(
  { item, isOwn }: Extract<ThreadRow, { kind: 'text' }>,
  { peer }: Conversation,
): (() => void) | undefined {
  if (isOwn || item.kind === 'pending') return undefined;
  const { conversationId, id: messageId } = item;
  const subject = { kind: 'message', conversationId, messageId } as const;
  return () => askSafety({ about: 'report', person: peer, subject });
}

function DayLine({ dayMs }: { dayMs: number }) {
  return <p className={styles.day}>{dayText(dayMs, useNow(60_000))}</p>;
}

function TypingLine({ name }: { name: string | undefined }) {
  return (
    <div className={styles.typing}>
      {name !== undefined && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {chatText.typing(name)}
        </>
      )}
    </div>
  );
}
