import type {
  AccountId,
  CallId,
  CallKind,
  ConversationId,
  NotificationSettings,
  Notices,
  SeenNotices,
  SessionId,
} from '@parley/protocol';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { personColumns, pickPerson } from './person-columns.ts';
import type { JoinedPersonRow } from './person-columns.ts';
import { statement } from './statement.ts';

export type NoticeStore = ReturnType<typeof createNoticeStore>;

/** More notices than this at once help nobody. */
const MOST_NOTICES = 20;
/** As much of a message as a notice has room for, in characters. */
const LATEST_TEXT_LENGTH = 300;

interface MissedRow extends JoinedPersonRow {
  call_id: CallId;
  conversation_id: ConversationId;
  call_kind: CallKind;
  created_at: Date;
}

interface MessagesRow extends JoinedPersonRow {
  conversation_id: ConversationId;
  count: number;
  latest_seq: number;
  latest_text: string;
  latest_at: Date;
}

/** Of somebody whom `members` has blocked by now, nothing is told. */
const NOT_BLOCKED =
  'not exists (select from blocks where blocker_id = members.account_id and blocked_id = members.peer_id)';

/** Missed: what counts as unread for the callee (CALL-9), not read in the thread, not told to this session. */
const listMissed = statement<MissedRow, [SessionId, Date, number]>(`
  select messages.call_id, messages.conversation_id, messages.call_kind, messages.created_at,
    ${personColumns('caller')}
  from sessions
  join accounts mine on mine.id = sessions.account_id and mine.notify_missed_calls
  join calls on calls.callee_id = sessions.account_id and calls.state = 'ended' and not calls.hidden_from_callee
    and calls.created_at > $2::timestamptz - interval '1 hour'
  join messages on messages.call_id = calls.id and messages.counts_as_unread
    and messages.created_at > greatest(sessions.created_at, $2)
  join members on members.conversation_id = messages.conversation_id and members.account_id = sessions.account_id
    and members.read_seq < messages.seq
  join accounts caller on caller.id = calls.caller_id and ${isThere('caller')}
  where sessions.id = $1
    and not exists (select from seen_notices where session_id = $1 and subject_id = messages.call_id)
    and ${NOT_BLOCKED}
  order by messages.created_at desc limit $3`);

/** Unread texts in the inbox of conversations that are not muted, and not by somebody who is blocked by now. */
const listMessages = statement<MessagesRow, [SessionId, Date, number, number]>(`
  select members.conversation_id, unread.count, unread.latest_seq, left(latest.body, $4) as latest_text,
    latest.created_at as latest_at, ${personColumns('peer')}
  from sessions
  join accounts mine on mine.id = sessions.account_id and mine.notify_messages
  join members on members.account_id = sessions.account_id and members.folder = 'inbox' and not members.muted
  join conversations on conversations.id = members.conversation_id
    and conversations.last_activity_at > greatest(sessions.created_at, $2)
    and conversations.last_seq > members.read_seq
  left join seen_notices seen on seen.session_id = $1 and seen.subject_id = members.conversation_id
  join lateral (
    select count(*)::int as count, max(seq) as latest_seq from messages
    where messages.conversation_id = members.conversation_id and messages.kind = 'text'
      and messages.seq > greatest(members.read_seq, coalesce(seen.seq, 0))
      and messages.author_id <> members.account_id
      and messages.created_at > greatest(sessions.created_at, $2)
  ) unread on unread.count > 0
  join messages latest on latest.conversation_id = members.conversation_id and latest.seq = unread.latest_seq
  join accounts peer on peer.id = members.peer_id and ${isThere('peer')}
  where sessions.id = $1
    and ${NOT_BLOCKED}
  order by latest.created_at desc limit $3`);

const findTest = statement<{ test: string; tested_at: Date }, [SessionId, Date]>(`
  select test, tested_at from push_targets where session_id = $1 and tested_at > $2 and test is not null`);

const saveSeenCalls = statement<never, [SessionId, AccountId, CallId[], Date]>(`
  insert into seen_notices (session_id, subject_id, seen_at)
  select $1, calls.id, $4 from calls where calls.id = any($3::uuid[]) and calls.callee_id = $2
  on conflict do nothing`);

const saveSeenMessages = statement<never, [SessionId, AccountId, ConversationId[], number[], Date]>(`
  insert into seen_notices (session_id, subject_id, seq, seen_at)
  select $1, members.conversation_id, max(least(shown.seq, conversations.last_seq)), $5
  from unnest($3::uuid[], $4::bigint[]) as shown (conversation_id, seq)
  join members on members.conversation_id = shown.conversation_id and members.account_id = $2
  join conversations on conversations.id = members.conversation_id
  group by members.conversation_id
  on conflict (session_id, subject_id) do update
    set seq = greatest(seen_notices.seq, excluded.seq), seen_at = excluded.seen_at`);

const endTest = statement<never, [SessionId, string]>(`
  update push_targets set test = null where session_id = $1 and test = $2`);

const saveSettings = statement<never, [AccountId, boolean, boolean, boolean]>(`
  update accounts set notify_incoming_calls = $2, notify_missed_calls = $3, notify_messages = $4 where id = $1`);

const saveMuted = statement<{ conversation_id: ConversationId }, [ConversationId, AccountId, boolean]>(`
  update members set muted = $3 where conversation_id = $1 and account_id = $2 returning conversation_id`);

/** What is seen of calls is of no use once they are no news. */
const forgetSeenCalls = statement<never, [Date]>(`
  delete from seen_notices where seq is null and seen_at < $1`);

/** What a session's device has to tell, and what it has told (PUSH-14, PUSH-15). */
export function createNoticeStore(db: Connection) {
  return {
    async listMissed(sessionId: SessionId, sinceMs: number): Promise<Notices['missed']> {
      const rows = await listMissed(db, sessionId, new Date(sinceMs), MOST_NOTICES);
      return rows.map((row) => ({
        callId: row.call_id,
        conversationId: row.conversation_id,
        peer: pickPerson(row),
        kind: row.call_kind,
        atMs: row.created_at.getTime(),
      }));
    },

    async listMessages(sessionId: SessionId, sinceMs: number): Promise<Notices['messages']> {
      const rows = await listMessages(db, sessionId, new Date(sinceMs), MOST_NOTICES, LATEST_TEXT_LENGTH);
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        peer: pickPerson(row),
        count: row.count,
        latestSeq: row.latest_seq,
        latestText: row.latest_text,
        atMs: row.latest_at.getTime(),
      }));
    },

    /** The self-test that this device has asked for since then and has not shown. */
    async findTest(
      sessionId: SessionId,
      sinceMs: number,
    ): Promise<{ test: string; askedAtMs: number } | undefined> {
      const [row] = await findTest(db, sessionId, new Date(sinceMs));
      return row && { test: row.test, askedAtMs: row.tested_at.getTime() };
    },

    /** What is not this account's is left out without a word. */
    async saveSeen(
      sessionId: SessionId,
      accountId: AccountId,
      { callIds, messages, test }: SeenNotices,
      nowMs: number,
    ): Promise<void> {
      const at = new Date(nowMs);
      if (callIds.length > 0) await saveSeenCalls(db, sessionId, accountId, callIds, at);
      if (messages.length > 0) {
        const ids = messages.map((shown) => shown.conversationId);
        const seqs = messages.map((shown) => shown.seq);
        await saveSeenMessages(db, sessionId, accountId, ids, seqs, at);
      }
      if (test !== undefined) await endTest(db, sessionId, test);
    },

    async saveSettings(accountId: AccountId, settings: NotificationSettings): Promise<void> {
      await saveSettings(db, accountId, settings.incomingCalls, settings.missedCalls, settings.messages);
    },

    /** False: no such conversation of this account's (PUSH-17). */
    async saveMuted(id: ConversationId, accountId: AccountId, muted: boolean): Promise<boolean> {
      return (await saveMuted(db, id, accountId, muted)).length === 1;
    },

    async forgetSeenCalls(beforeMs: number): Promise<void> {
      await forgetSeenCalls(db, new Date(beforeMs));
    },
  };
}
