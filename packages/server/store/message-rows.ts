import type { AccountId, Message } from '@parley/protocol';
import type { Selectable } from 'kysely';
import { joinColumns, listColumns, pickJoined } from './joined-row.ts';
import type { Joined } from './joined-row.ts';
import type { Database } from './schema.ts';

/** A row of `messages`. */
export type MessageRow = Selectable<Database['messages']>;

const COLUMNS = [
  'conversation_id',
  'seq',
  'id',
  'author_id',
  'kind',
  'client_msg_id',
  'body',
  'call_id',
  'call_kind',
  'call_outcome',
  'call_duration_ms',
  'counts_as_unread',
  'created_at',
] as const satisfies readonly (keyof MessageRow)[];

/** A message beside other things in one row. */
export type JoinedMessageRow<P extends string> = Joined<P, MessageRow>;

/** The select list behind MessageRow. */
export function messageColumns(alias: string): string {
  return listColumns(alias, COLUMNS);
}

/** The select list behind JoinedMessageRow; the prefix is the alias. */
export function joinedMessageColumns(alias: string): string {
  return joinColumns(alias, COLUMNS);
}

/** Picks the message out of a wider row; undefined where the outer join found none. */
export function pickMessage<P extends string>(
  row: JoinedMessageRow<P>,
  prefix: P,
  viewerId: AccountId,
): Message | undefined {
  const found = pickJoined<P, MessageRow>(row, prefix, COLUMNS);
  return found && toMessage(found, viewerId);
}

/**
 * A row of a thread as the wire shows it to one of the two. A call's notice is for the callee alone: its absence would
 * tell the caller that the callee had changed their mind about who may call (CON-9, CON-10).
 * Throws where the row contradicts itself: the table's checks forbid that.
 */
export function toMessage(row: MessageRow, viewerId: AccountId): Message {
  const base = {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    authorId: row.author_id,
    createdAtMs: row.created_at.getTime(),
  };
  switch (row.kind) {
    case 'text':
      if (row.client_msg_id === null || row.body === null) throw broken(row);
      return { ...base, kind: 'text', clientMsgId: row.client_msg_id, text: row.body };
    case 'call':
      if (row.call_id === null || row.call_kind === null || row.call_outcome === null) throw broken(row);
      return {
        ...base,
        kind: 'call',
        callId: row.call_id,
        callKind: row.call_kind,
        outcome: row.call_outcome,
        durationMs: row.call_duration_ms ?? 0,
        notice: row.counts_as_unread && row.author_id !== viewerId,
      };
  }
}

function broken(row: MessageRow): Error {
  return new Error(`message ${row.id} is of kind ${row.kind} but lacks what that kind needs`);
}
