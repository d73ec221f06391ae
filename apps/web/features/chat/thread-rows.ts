import type { PendingMessage, ThreadItem } from '@parley/client';
import type { AccountId, CallMessage, TextMessage } from '@parley/protocol';

type TextItem = TextMessage | PendingMessage;

/** One row of a thread as it is shown. `key` is stable from "sending" to "sent" to "seen". */
export type ThreadRow =
  | { kind: 'day'; key: string; dayMs: number }
  | {
      kind: 'text';
      key: string;
      item: TextItem;
      isOwn: boolean;
      /** First and last of messages that one person wrote in a row. */
      isFirst: boolean;
      isLast: boolean;
      /** The last own message that the peer has read. */
      isSeen: boolean;
    }
  | { kind: 'call'; key: string; item: CallMessage; isOwn: boolean };

export interface ThreadRowsInput {
  items: readonly ThreadItem[];
  myId: AccountId;
  peerReadSeq: number;
  /** Midnight before a moment, where the reader is. */
  startOfDay: (atMs: number) => number;
}

/** Messages of one person within this long stand together. */
const GROUP_MS = 5 * 60_000;

/** Arranges a thread: day separators, groups of bubbles, and where "Seen" belongs. */
export function threadRows({ items, myId, peerReadSeq, startOfDay }: ThreadRowsInput): readonly ThreadRow[] {
  const seenSeq = lastSeenSeq(items, myId, peerReadSeq);
  const rows: ThreadRow[] = [];
  let dayMs: number | undefined;
  for (const [index, item] of items.entries()) {
    // What was written yesterday and is still on its way stands after what came today.
    const itemDayMs = Math.max(startOfDay(item.createdAtMs), dayMs ?? 0);
    if (itemDayMs !== dayMs) {
      dayMs = itemDayMs;
      rows.push({ kind: 'day', key: `day-${dayMs}`, dayMs });
    }
    const isOwn = authorOf(item, myId) === myId;
    if (item.kind === 'call') {
      rows.push({ kind: 'call', key: item.callId, item, isOwn });
      continue;
    }
    const joins = (other: ThreadItem | undefined) => isSameGroup(item, other, myId, startOfDay);
    rows.push({
      kind: 'text',
      key: isOwn ? item.clientMsgId : `peer-${item.clientMsgId}`,
      item,
      isOwn,
      isFirst: !joins(items[index - 1]),
      isLast: !joins(items[index + 1]),
      isSeen: item.kind === 'text' && item.seq === seenSeq,
    });
  }
  return rows;
}

function authorOf(item: ThreadItem, myId: AccountId): AccountId {
  return item.kind === 'pending' ? myId : item.authorId;
}

function isSameGroup(
  item: TextItem,
  other: ThreadItem | undefined,
  myId: AccountId,
  startOfDay: (atMs: number) => number,
): boolean {
  return (
    other !== undefined &&
    other.kind !== 'call' &&
    authorOf(item, myId) === authorOf(other, myId) &&
    Math.abs(item.createdAtMs - other.createdAtMs) < GROUP_MS &&
    startOfDay(item.createdAtMs) === startOfDay(other.createdAtMs)
  );
}

function lastSeenSeq(items: readonly ThreadItem[], myId: AccountId, peerReadSeq: number): number | undefined {
  const own = items.findLast(
    (item) => item.kind === 'text' && item.authorId === myId && item.seq <= peerReadSeq,
  );
  return own?.kind === 'text' ? own.seq : undefined;
}
