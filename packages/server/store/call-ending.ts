import { durationMs } from '@parley/core';
import type { Ended } from '@parley/core';
import type { CallId, CallMessage, CallOutcome, ConversationId, DeviceId, MessageId } from '@parley/protocol';
import type { Connection } from './database.ts';
import { missedJobs } from './push-jobs.ts';
import { statement } from './statement.ts';

/**
 * The conversation is locked before the call, as everybody does, so that nobody waits in a circle.
 * The thread's row, the end of the call and the jobs that tell of it are one statement: none exists without the others.
 */
const saveEnding = statement<
  { seq: number; id: MessageId },
  readonly [
    ...[CallId, number, ConversationId],
    ...[CallOutcome, Date, DeviceId | null],
    ...[number, boolean],
  ]
>(`
  with place as (
    select id from conversations where id = $3 for no key update
  ), ended as (
    update calls set state = 'ended', version = version + 1, outcome = $4, ended_at = $5, callee_device_id = $6
    from place
    where calls.id = $1 and calls.version = $2 and calls.state <> 'ended' and calls.conversation_id = place.id
    returning calls.id, calls.conversation_id, calls.caller_id, calls.callee_id, calls.kind
  ), numbered as (
    update conversations set last_seq = last_seq + 1, last_activity_at = $5
    from ended where conversations.id = ended.conversation_id
    returning conversations.last_seq
  ), told as (${missedJobs('(select id, callee_id from ended where $8)')}
  ), written as (
    insert into messages (conversation_id, seq, id, author_id, kind, call_id, call_kind, call_outcome,
      call_duration_ms, counts_as_unread, created_at)
    select ended.conversation_id, numbered.last_seq, gen_random_uuid(), ended.caller_id, 'call', ended.id, ended.kind,
      $4, $7, $8, $5
    from ended, numbered
    returning seq, id
  )
  select written.seq, written.id, (select count(*) from told) as told from written`);

/** Saves an ended call over the version before, and its row as the callee sees it; undefined where another change came first. */
export async function endCall(
  db: Connection,
  call: Ended,
  countsAsUnread: boolean,
): Promise<CallMessage | undefined> {
  const lasted = durationMs(call);
  const [row] = await saveEnding(
    db,
    ...([call.id, call.version - 1, call.conversationId] as const),
    ...([call.outcome, new Date(call.endedAtMs), call.calleeDeviceId] as const),
    ...([lasted, countsAsUnread] as const),
  );
  if (row === undefined) return undefined;
  return {
    kind: 'call',
    id: row.id,
    conversationId: call.conversationId,
    seq: row.seq,
    authorId: call.callerId,
    createdAtMs: call.endedAtMs,
    callId: call.id,
    callKind: call.kind,
    outcome: call.outcome,
    durationMs: lasted,
    notice: countsAsUnread,
  };
}
