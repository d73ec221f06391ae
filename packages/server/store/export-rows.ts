import type {
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  CallRating,
  CallReceipt,
  ConversationId,
  Folder,
  IdentifierKind,
  Platform,
  PushTarget,
  ReportReason,
} from '@parley/protocol';
import { isThere } from './is-there.ts';
import { statement } from './statement.ts';

/** Another person as a file names them. */
export interface SomeoneRow {
  handle: string;
  display_name: string;
}

interface RelationRow extends SomeoneRow {
  person_id: AccountId;
  since: Date;
}

export const countFollowers = statement<{ count: number }, [AccountId]>(`
  select count(*)::int as count from follows where followee_id = $1`);

export const loadDates = statement<{ created_at: Date }, [AccountId]>(`
  select created_at from accounts where id = $1`);

export const listFollowing = statement<RelationRow, [AccountId, AccountId | null, number]>(`
  select followee_id as person_id, handle, display_name, follows.created_at as since
  from follows join accounts on accounts.id = followee_id
  where follower_id = $1 and ${isThere('accounts')} and ($2::uuid is null or followee_id > $2) order by followee_id limit $3`);

export const listBlocked = statement<RelationRow, [AccountId, AccountId | null, number]>(`
  select blocked_id as person_id, handle, display_name, blocks.created_at as since
  from blocks join accounts on accounts.id = blocked_id
  where blocker_id = $1 and ${isThere('accounts')} and ($2::uuid is null or blocked_id > $2) order by blocked_id limit $3`);

export const listSessions = statement<
  { label: string; platform: Platform; created_at: Date; last_seen_at: Date },
  [AccountId]
>(`
  select label, platform, created_at, last_seen_at from sessions where account_id = $1 order by created_at`);

export const listPushTargets = statement<
  { target: PushTarget; created_at: Date; last_sent_at: Date | null },
  [AccountId]
>(`
  select target, created_at, last_sent_at from push_targets where account_id = $1 order by created_at`);

export const listIdentifiers = statement<
  { kind: IdentifierKind; hint: string; created_at: Date; verified_at: Date | null },
  [AccountId]
>(`
  select kind, hint, created_at, verified_at from identifiers where account_id = $1 order by created_at`);

interface ContactRow {
  place: string;
  name: string | null;
  added_at: Date;
  phones: number;
  emails: number;
}

export const listContacts = statement<ContactRow, [AccountId, string | null, number]>(`
  select contacts.place, contacts.name, contacts.added_at,
    (select count(*)::int from contact_identifiers where contact_id = contacts.id and kind = 'phone') as phones,
    (select count(*)::int from contact_identifiers where contact_id = contacts.id and kind = 'email') as emails
  from contacts
  where owner_id = $1 and ($2::bigint is null or place > $2) order by place limit $3`);

interface ConversationRow extends SomeoneRow {
  peer_id: AccountId;
  conversation_id: ConversationId;
  folder: Folder;
  muted: boolean;
  read_seq: number;
}

/** Those that are listed for the member: a folder means that somebody has written. */
export const listConversations = statement<ConversationRow, [AccountId, AccountId | null, number]>(`
  select peer_id, conversation_id, folder, muted, read_seq, handle, display_name
  from members join accounts on accounts.id = peer_id
  where account_id = $1 and folder is not null and ($2::uuid is null or peer_id > $2)
  order by peer_id limit $3`);

interface MessageRow {
  seq: number;
  author_id: AccountId;
  kind: 'text' | 'call';
  body: string | null;
  call_id: CallId | null;
  call_kind: CallKind | null;
  call_outcome: CallOutcome | null;
  call_duration_ms: number | null;
  created_at: Date;
}

export const listMessages = statement<MessageRow, [ConversationId, number, number]>(`
  select seq, author_id, kind, body, call_id, call_kind, call_outcome, call_duration_ms, created_at
  from messages where conversation_id = $1 and seq > $2 order by seq limit $3`);

interface CallRow extends SomeoneRow {
  seq: number;
  id: CallId;
  kind: CallKind;
  is_caller: boolean;
  outcome: CallOutcome | null;
  created_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
  hidden: boolean;
  receipt: CallReceipt | null;
  rating: CallRating | null;
}

/**
 * By their rows in the thread: an order that new calls cannot shift under the reader, and an index that there is anyway;
 * among all calls of all people those of one conversation are found by no other.
 */
export const listCalls = statement<CallRow, [ConversationId, AccountId, number, number]>(`
  select messages.seq, calls.id, calls.kind, calls.caller_id = $2 as is_caller, calls.outcome,
    calls.created_at, calls.accepted_at, calls.ended_at, accounts.handle, accounts.display_name,
    case when calls.caller_id = $2 then hidden_from_caller else hidden_from_callee end as hidden,
    own.receipt, own.rating
  from messages
  join calls on calls.id = messages.call_id
  left join call_receipts own on own.call_id = calls.id and own.account_id = $2
  join accounts on accounts.id = case when calls.caller_id = $2 then calls.callee_id else calls.caller_id end
  where messages.conversation_id = $1 and messages.kind = 'call' and messages.seq > $3
  order by messages.seq limit $4`);

interface PlanEventRow {
  id: string;
  source: 'stripe' | 'admin' | 'demo';
  occurred_at: Date;
  event: unknown;
}

export const listPlanEvents = statement<PlanEventRow, [AccountId, string | null, number]>(`
  select id, source, occurred_at, event from plan_events
  where account_id = $1 and ($2::text is null or id > $2) order by id limit $3`);

interface ReportRow extends SomeoneRow {
  id: string;
  of: 'message' | 'call' | 'person';
  reason: ReportReason;
  note: string;
  created_at: Date;
}

/** What the account told, never what was told about it (REP-6). */
export const listReports = statement<ReportRow, [AccountId, string | null, number]>(`
  select reports.id, evidence ->> 'kind' as of, reason, note, reports.created_at, handle, display_name
  from reports join accounts on accounts.id = reported_id
  where reporter_id = $1 and ($2::uuid is null or reports.id > $2) order by reports.id limit $3`);

/** `report.resolved` is not among them: that would tell of a report (REP-6). */
const TOLD_ACTIONS = [
  'verified.granted',
  'verified.removed',
  'account.suspended',
  'account.unsuspended',
  'premium.granted',
  'factor.added',
  'factor.removed',
  'factor.reset',
  'admin.made',
];

interface AuditRow {
  id: string;
  action: string;
  at: Date;
  by_you: boolean;
}

export const listAudit = statement<AuditRow, [AccountId, string | null, number]>(`
  select audit.id, action, at, coalesce(actor_id = $1, false) as by_you
  from audit
  where subject = (select handle from accounts where accounts.id = $1)
    and action in (${TOLD_ACTIONS.map((action) => `'${action}'`).join(', ')})
    and ($2::bigint is null or audit.id > $2)
  order by audit.id limit $3`);
