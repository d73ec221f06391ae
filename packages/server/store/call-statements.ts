import type {
  AccountId,
  CallId,
  CallKind,
  CallRoute,
  ConversationId,
  DeviceId,
  Platform,
  Preconnect,
} from '@parley/protocol';
import { CALL_FACT_COLUMNS, CALL_FACTS_STAMP } from './call-facts.ts';
import type { CallFactsRow } from './call-facts.ts';
import { callColumns, joinedCallColumns } from './call-rows.ts';
import type { CallRow, JoinedCallRow } from './call-rows.ts';
import { reachableRows } from './devices.ts';
import type { ReachableRow } from './devices.ts';
import { personColumns } from './person-columns.ts';
import type { JoinedPersonRow } from './person-columns.ts';
import { ringJobs } from './push-jobs.ts';
import { statement } from './statement.ts';

export const findCall = statement<CallRow, [CallId]>(`
  select ${callColumns('calls')} from calls where id = $1`);

export const findLive = statement<CallRow, [ConversationId]>(`
  select ${callColumns('calls')} from calls where conversation_id = $1 and state <> 'ended'`);

type InviteRow = CallFactsRow &
  JoinedCallRow<'same'> &
  JoinedCallRow<'live'> & {
    conversation_id: ConversationId | null;
    consent_version: number | null;
  };

export const loadForInvite = statement<InviteRow, [CallId, AccountId, AccountId]>(`
  select ${CALL_FACT_COLUMNS},
    conversations.id as conversation_id, conversations.consent_version,
    ${joinedCallColumns('same')}, ${joinedCallColumns('live')}
  from accounts caller
  left join accounts callee on callee.id = $3
  left join members wrote on wrote.account_id = $3 and wrote.peer_id = $2
  left join conversations on conversations.id = wrote.conversation_id
  left join calls same on same.id = $1
  left join calls live on live.conversation_id = wrote.conversation_id and live.state <> 'ended'
  where caller.id = $2`);

/** A call, and where its caller placed it: what the roll-out is asked when the facts are read again. */
type PlacedCallRow = CallRow & { caller_platform: Platform };

export const loadWithFacts = statement<PlacedCallRow & CallFactsRow, [CallId]>(`
  select ${callColumns('calls')}, calls.caller_platform, ${CALL_FACT_COLUMNS}
  from calls
  join accounts caller on caller.id = calls.caller_id
  join accounts callee on callee.id = calls.callee_id
  left join members wrote on wrote.account_id = calls.callee_id and wrote.peer_id = calls.caller_id
  where calls.id = $1`);

export const loadLive = statement<PlacedCallRow & CallFactsRow & JoinedPersonRow, [AccountId]>(`
  select ${callColumns('calls')}, calls.caller_platform, ${CALL_FACT_COLUMNS}, ${personColumns('peer')}
  from members
  join calls on calls.conversation_id = members.conversation_id and calls.state <> 'ended'
  join accounts caller on caller.id = calls.caller_id
  join accounts callee on callee.id = calls.callee_id
  join accounts peer on peer.id = members.peer_id
  left join members wrote on wrote.account_id = calls.callee_id and wrote.peer_id = calls.caller_id
  where members.account_id = $1`);

/**
 * Waits for a block that is under way and inserts only where none has come since, so that a block either sees this
 * call or stops it; and only where all the facts are still the ones that were judged. With the caller come the
 * callee's devices that may be connected early (CALL-37).
 */
export const insertCall = statement<
  JoinedPersonRow & { reachable: ReachableRow[] | null },
  readonly [
    ...[CallId, ConversationId, number, CallKind],
    ...[AccountId, AccountId, DeviceId, number],
    ...[Date, Date, string, CallRoute, Platform, Preconnect, readonly Platform[]],
  ]
>(`
  with place as (
    select id from conversations where id = $2 and consent_version = $3 for share
  ), inserted as (
  insert into calls (id, conversation_id, kind, caller_id, callee_id, caller_device_id, state, version,
    created_at, ring_expires_at, attested_at, route, caller_platform, preconnect)
  select $1, place.id, $4, $5, $6, $7, 'ringing', $8, $9, $10, $9, $12, $13, $14
  from place
  join accounts caller on caller.id = $5
  join accounts callee on callee.id = $6
  join members wrote on wrote.account_id = $6 and wrote.peer_id = $5
  where ${CALL_FACTS_STAMP} = $11
  on conflict do nothing
  returning id, caller_id, callee_id
  ), rung as (${ringJobs('inserted')}
  )
  select ${personColumns('accounts')}, (select count(*) from rung) as rung,
    (select json_agg(there) from (${reachableRows({ account: '$6', platforms: '$15' })}) there) as reachable
  from inserted join accounts on accounts.id = inserted.caller_id`);

export const saveAccepted = statement<{ id: CallId }, [CallId, number, DeviceId, Date, string, CallRoute]>(`
  update calls
  set state = 'accepted', version = calls.version + 1, callee_device_id = $3, accepted_at = $4, attested_at = $4,
    route = $6
  from members wrote
  join accounts caller on caller.id = wrote.peer_id
  join accounts callee on callee.id = wrote.account_id
  where calls.id = $1 and calls.version = $2 and calls.state = 'ringing'
    and wrote.account_id = calls.callee_id and wrote.peer_id = calls.caller_id
    and ${CALL_FACTS_STAMP} = $5
  returning calls.id`);

export const saveMoved = statement<{ id: CallId }, [CallId, number, DeviceId, DeviceId]>(`
  update calls set version = version + 1, caller_device_id = $3, callee_device_id = $4
  where id = $1 and version = $2 and state = 'accepted' returning id`);

export const attest = statement<{ id: CallId }, [CallId, Date]>(`
  update calls set attested_at = greatest(attested_at, $2) where id = $1 and state = 'accepted' returning id`);

export const raiseConsentVersion = statement<{ id: ConversationId }, [AccountId, AccountId]>(`
  update conversations set consent_version = consent_version + 1
  where low_account_id = $1 and high_account_id = $2 returning id`);

export const listRinging = statement<{ id: CallId }, []>(`
  select id from calls where state = 'ringing' order by ring_expires_at`);

export const claimExpired = statement<CallRow, [Date, number]>(`
  select ${callColumns('calls')} from calls
  where state = 'ringing' and ring_expires_at <= $1
  order by ring_expires_at limit $2 for update skip locked`);

export const claimLapsed = statement<CallRow, [Date, number]>(`
  select ${callColumns('calls')} from calls
  where state = 'accepted' and attested_at <= $1
  order by attested_at limit $2 for update skip locked`);
