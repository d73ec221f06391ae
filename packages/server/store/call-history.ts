import type {
  AccountId,
  CallFilter,
  CallId,
  CallKind,
  CallOutcome,
  CallRating,
  CallReceipt,
  CallRecord,
  ConversationId,
} from '@parley/protocol';
import type { Connection } from './database.ts';
import { personColumns, pickPerson } from './person-columns.ts';
import type { JoinedPersonRow } from './person-columns.ts';
import { statement } from './statement.ts';

export type CallHistoryStore = ReturnType<typeof createCallHistoryStore>;

interface CallRecordRow extends JoinedPersonRow {
  id: CallId;
  conversation_id: ConversationId;
  kind: CallKind;
  caller_id: AccountId;
  created_at: Date;
  call_outcome: CallOutcome;
  call_duration_ms: number;
  receipt: CallReceipt | null;
  rating: CallRating | null;
}

const IN_PAGE = `state = 'ended' and ($2::timestamptz is null or created_at < $2)`;
const RECORD_COLUMNS = `
  past.id, past.conversation_id, past.kind, past.caller_id, past.created_at,
    messages.call_outcome, messages.call_duration_ms, own.receipt, own.rating, ${personColumns('peer')}`;
const OWN_RECEIPT = 'left join call_receipts own on own.call_id = past.id and own.account_id = $1';

/** Two ordered index scans instead of one scan with "or": the page costs the same however long the history is. */
const listAll = statement<CallRecordRow, [AccountId, Date | null, number]>(`
  with past as (
    (select * from calls where caller_id = $1 and not hidden_from_caller and ${IN_PAGE}
      order by created_at desc limit $3)
    union all
    (select * from calls where callee_id = $1 and not hidden_from_callee and ${IN_PAGE}
      order by created_at desc limit $3)
  )
  select ${RECORD_COLUMNS}
  from past
  join messages on messages.call_id = past.id
  ${OWN_RECEIPT}
  join accounts peer on peer.id = case when past.caller_id = $1 then past.callee_id else past.caller_id end
  order by past.created_at desc limit $3`);

/** What gave a missed-call notice (CALL-9): a ring that was not permitted any more is none. */
const listMissed = statement<CallRecordRow, [AccountId, Date | null, number]>(`
  select ${RECORD_COLUMNS}
  from calls past
  join messages on messages.call_id = past.id and messages.counts_as_unread
  ${OWN_RECEIPT}
  join accounts peer on peer.id = past.caller_id
  where past.callee_id = $1 and not past.hidden_from_callee and past.state = 'ended'
    and ($2::timestamptz is null or past.created_at < $2)
  order by past.created_at desc limit $3`);

const hideOne = statement<{ id: CallId }, [AccountId, CallId]>(`
  with hidden as (
    update calls set hidden_from_caller = hidden_from_caller or caller_id = $1,
      hidden_from_callee = hidden_from_callee or callee_id = $1
    where id = $2 and state = 'ended' and $1 in (caller_id, callee_id)
    returning id
  ), forgotten as (
    delete from call_receipts using hidden where call_id = hidden.id and account_id = $1
  )
  select id from hidden`);

const hideOutgoing = statement<never, [AccountId]>(`
  update calls set hidden_from_caller = true
  where caller_id = $1 and state = 'ended' and not hidden_from_caller`);

const hideIncoming = statement<never, [AccountId]>(`
  update calls set hidden_from_callee = true
  where callee_id = $1 and state = 'ended' and not hidden_from_callee`);

/** A call that still runs is not in the history. */
const forgetReceipts = statement<never, [AccountId]>(`
  delete from call_receipts using calls
  where account_id = $1 and calls.id = call_id and calls.state = 'ended'`);

/** Past calls as one of the two sees them (PUSH-20). */
export function createCallHistoryStore(db: Connection) {
  return {
    /** A page, the latest first. */
    async list(
      accountId: AccountId,
      page: { filter: CallFilter; beforeMs?: number | undefined; limit: number },
    ): Promise<CallRecord[]> {
      const before = page.beforeMs === undefined ? null : new Date(page.beforeMs);
      const query = page.filter === 'missed' ? listMissed : listAll;
      const rows = await query(db, accountId, before, page.limit);
      return rows.map((row) => ({
        id: row.id,
        conversationId: row.conversation_id,
        peer: pickPerson(row),
        direction: row.caller_id === accountId ? 'outgoing' : 'incoming',
        kind: row.kind,
        outcome: row.call_outcome,
        startedAtMs: row.created_at.getTime(),
        durationMs: row.call_duration_ms,
        receipt: row.receipt,
        rating: row.rating,
      }));
    },

    /** Hides it for this account alone. False: no such past call of theirs. */
    async remove(accountId: AccountId, callId: CallId): Promise<boolean> {
      return (await hideOne(db, accountId, callId)).length === 1;
    },

    async removeAll(accountId: AccountId): Promise<void> {
      await hideOutgoing(db, accountId);
      await hideIncoming(db, accountId);
      await forgetReceipts(db, accountId);
    },
  };
}
