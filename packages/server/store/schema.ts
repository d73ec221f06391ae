import type {
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  ClientMsgId,
  ConversationId,
  DeviceId,
  Folder,
  MessageId,
  Platform,
  SessionId,
} from '@parley/protocol';
import type { ColumnType, Generated } from 'kysely';

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
  state: 'ringing' | 'accepted' | 'ended';
  outcome: CallOutcome | null;
  version: number;
  created_at: ColumnType<Date, Date, never>;
  ring_expires_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
  /** When a device of either side last attested the call (CALL-11). */
  attested_at: Date;
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
}
