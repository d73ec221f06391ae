import type {
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  CallRating,
  CallReceipt,
  CallRoute,
  ClientMsgId,
  ContactId,
  ConversationId,
  DeviceId,
  Evidence,
  Folder,
  IdentifierId,
  IdentifierKind,
  IdentityKey,
  MessageId,
  Platform,
  Preconnect,
  PushTarget,
  ReportId,
  ReportReason,
  ReportResolution,
  Rollout,
  SessionId,
} from '@parley/protocol';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** timestamptz: read as Date, written as Date, set by the database when left out. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;

interface HandlesTable {
  /** Lower case. A row stays for ever, so that a handle is never given away again (ACC-1). */
  handle: string;
  account_id: AccountId;
}

interface AccountsTable {
  id: AccountId;
  handle: string;
  display_name: string;
  password_hash: string;
  is_admin: Generated<boolean>;
  is_demo: Generated<boolean>;
  verified_at: Date | null;
  calling_enabled: Generated<boolean>;
  calls_from_address_book: Generated<boolean>;
  calls_from_following: Generated<boolean>;
  calls_from_verified: Generated<boolean>;
  calls_from_everyone: Generated<boolean>;
  enhanced_call_privacy: Generated<boolean>;
  preconnect: Generated<boolean>;
  early_video: Generated<boolean>;
  tell_busy: Generated<boolean>;
  /** Set: to everybody else there is nobody; so with `deleted_at`. */
  suspended_at: Date | null;
  suspended_reason: string | null;
  deleted_at: Date | null;
  /** The badge counts until then; `verified_at` is an administrator's grant alone (VERIFIED_BY). */
  verified_until: Date | null;
  /** The fold of the account's plan events. */
  premium_until: Date | null;
  premium_renews: Generated<boolean>;
  billing_customer_id: string | null;
  region: string | null;
  sync_names: Generated<boolean>;
  discoverable: Generated<boolean>;
  notify_incoming_calls: Generated<boolean>;
  notify_missed_calls: Generated<boolean>;
  notify_messages: Generated<boolean>;
  created_at: CreatedAt;
}

interface SessionsTable {
  id: SessionId;
  account_id: AccountId;
  /** SHA-256 of the token (ACC-5). */
  token_hash: Buffer;
  label: string;
  platform: Platform;
  created_at: CreatedAt;
  last_seen_at: ColumnType<Date, Date | undefined, Date>;
  /** Until when this session may act as an administrator. */
  admin_until: Date | null;
}

interface WsTicketsTable {
  /** SHA-256 of the ticket. */
  ticket_hash: Buffer;
  session_id: SessionId;
  expires_at: Date;
}

interface FollowsTable {
  follower_id: AccountId;
  followee_id: AccountId;
  created_at: CreatedAt;
}

interface BlocksTable {
  blocker_id: AccountId;
  blocked_id: AccountId;
  created_at: CreatedAt;
}

interface ConversationsTable {
  id: ConversationId;
  /** The smaller of the two account ids: with the other, unique (MSG-1). */
  low_account_id: AccountId;
  high_account_id: AccountId;
  last_seq: Generated<number>;
  last_activity_at: ColumnType<Date, Date | undefined, Date>;
  /** Grows when one of the two blocks the other, so that an invite that is under way looks again (CALL-12). */
  consent_version: Generated<number>;
}

interface MembersTable {
  conversation_id: ConversationId;
  account_id: AccountId;
  peer_id: AccountId;
  /** null: nothing has been written to this member yet and they have not written: the conversation is not listed for them. */
  folder: Folder | null;
  read_seq: Generated<number>;
  /** Text messages this member has sent here: the fact behind CON-6. */
  sent_count: Generated<number>;
  /** No notices of new messages. */
  muted: Generated<boolean>;
}

interface MessagesTable {
  conversation_id: ConversationId;
  seq: number;
  id: MessageId;
  author_id: AccountId;
  kind: 'text' | 'call';
  client_msg_id: ClientMsgId | null;
  body: string | null;
  call_id: CallId | null;
  call_kind: CallKind | null;
  call_outcome: CallOutcome | null;
  call_duration_ms: number | null;
  /** An unread mark for the one who is not the author (CALL-9). */
  counts_as_unread: boolean;
  created_at: CreatedAt;
}

interface CallsTable {
  id: CallId;
  conversation_id: ConversationId;
  kind: CallKind;
  caller_id: AccountId;
  callee_id: AccountId;
  caller_device_id: DeviceId;
  callee_device_id: DeviceId | null;
  route: CallRoute;
  preconnect: Preconnect;
  state: 'ringing' | 'accepted' | 'ended';
  outcome: CallOutcome | null;
  version: number;
  created_at: ColumnType<Date, Date, never>;
  ring_expires_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
  /** When a device of either side last attested the call (CALL-11). */
  attested_at: Date;
  /** Where the caller placed it. */
  caller_platform: Generated<Platform>;
  hidden_from_caller: Generated<boolean>;
  hidden_from_callee: Generated<boolean>;
}

/** Sockets that are there at this moment, of devices that may be connected while a call rings. */
interface DevicesTable {
  account_id: AccountId;
  device_id: DeviceId;
  session_id: SessionId;
  /** A device that connects again does so on another socket: the older one's end is not its own. */
  socket_id: string;
  platform: Platform;
  identity_key: IdentityKey;
  connected_at: CreatedAt;
  /** The node still says so; one that died says nothing. */
  seen_at: CreatedAt;
}

interface CallReceiptsTable {
  call_id: CallId;
  account_id: AccountId;
  receipt: JSONColumnType<CallReceipt> | null;
  rating: CallRating | null;
}

interface IdentifiersTable {
  id: IdentifierId;
  account_id: AccountId;
  kind: IdentifierKind;
  /** HMAC-SHA256 with a key that is not in the database. */
  hash: Buffer;
  hint: string;
  verified_at: Date | null;
  created_at: CreatedAt;
}

interface IdentifierCodesTable {
  identifier_id: IdentifierId;
  code_hash: Buffer;
  attempts: Generated<number>;
  expires_at: Date;
}

interface ContactsTable {
  id: ContactId;
  owner_id: AccountId;
  name: string | null;
  added_at: CreatedAt;
  place: ColumnType<string, never, never>;
}

interface ContactIdentifiersTable {
  owner_id: AccountId;
  hash: Buffer;
  contact_id: ContactId;
  kind: IdentifierKind;
  added_at: CreatedAt;
  counts_for_suggestions: boolean;
}

interface SuggestionQuotasTable {
  account_id: AccountId;
  first_import_at: Date | null;
  first_day_count: Generated<number>;
  day: Generated<number>;
  day_count: Generated<number>;
}

interface DismissedSuggestionsTable {
  account_id: AccountId;
  person_id: AccountId;
}

interface PlanEventsTable {
  /** The source's own id: an event is stored once. */
  id: string;
  account_id: AccountId;
  source: 'stripe' | 'admin' | 'demo';
  occurred_at: Date;
  event: JSONColumnType<object>;
  received_at: CreatedAt;
}

/** The roll-out with accounts by id, so that judging needs no handle. */
export interface StoredRollout extends Omit<Rollout, 'alwaysIn' | 'alwaysOut'> {
  alwaysIn: AccountId[];
  alwaysOut: AccountId[];
}

interface RolloutTable {
  only_row: Generated<boolean>;
  version: number;
  rollout: JSONColumnType<StoredRollout>;
  changed_at: ColumnType<Date, Date | undefined, Date>;
  changed_by: AccountId | null;
}

interface PushTargetsTable {
  session_id: SessionId;
  account_id: AccountId;
  target: JSONColumnType<PushTarget>;
  created_at: CreatedAt;
  last_sent_at: Date | null;
  last_status: string | null;
  test: string | null;
  tested_at: Date | null;
}

interface SeenNoticesTable {
  session_id: SessionId;
  /** A call, or a conversation up to `seq`. */
  subject_id: string;
  seq: number | null;
  seen_at: CreatedAt;
}

interface ReportsTable {
  id: ReportId;
  reporter_id: AccountId;
  reported_id: AccountId;
  subject_id: string;
  reason: ReportReason;
  note: string;
  evidence: JSONColumnType<Evidence>;
  created_at: CreatedAt;
  resolution: ReportResolution | null;
  resolved_at: Date | null;
  resolved_by: AccountId | null;
  resolved_note: string | null;
}

interface PasskeysTable {
  id: string;
  account_id: AccountId;
  public_key: Buffer;
  counter: ColumnType<string, number, number>;
  transports: string[];
  label: string;
  created_at: CreatedAt;
}

interface TotpSecretsTable {
  account_id: AccountId;
  /** Encrypted with a key that is not in the database. */
  secret: Buffer;
  confirmed_at: Date | null;
  last_step: ColumnType<string, number | undefined, number>;
}

interface AdminChallengesTable {
  session_id: SessionId;
  purpose: 'addPasskey' | 'enter';
  challenge: string;
  expires_at: Date;
}

interface AuditTable {
  id: ColumnType<string, never, never>;
  at: ColumnType<Date, Date | undefined, never>;
  actor_id: AccountId | null;
  action: string;
  subject: string;
  detail: string;
}

export interface Database {
  handles: HandlesTable;
  accounts: AccountsTable;
  sessions: SessionsTable;
  ws_tickets: WsTicketsTable;
  follows: FollowsTable;
  blocks: BlocksTable;
  conversations: ConversationsTable;
  members: MembersTable;
  messages: MessagesTable;
  calls: CallsTable;
  call_receipts: CallReceiptsTable;
  devices: DevicesTable;
  identifiers: IdentifiersTable;
  identifier_codes: IdentifierCodesTable;
  contacts: ContactsTable;
  contact_identifiers: ContactIdentifiersTable;
  suggestion_quotas: SuggestionQuotasTable;
  dismissed_suggestions: DismissedSuggestionsTable;
  plan_events: PlanEventsTable;
  rollout: RolloutTable;
  push_targets: PushTargetsTable;
  seen_notices: SeenNoticesTable;
  reports: ReportsTable;
  passkeys: PasskeysTable;
  totp_secrets: TotpSecretsTable;
  admin_challenges: AdminChallengesTable;
  audit: AuditTable;
}
