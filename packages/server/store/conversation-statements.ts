import type { AccountId, ConversationId, Folder } from '@parley/protocol';
import { CALL_FACT_COLUMNS } from './call-facts.ts';
import type { CallFactsRow } from './call-facts.ts';
import { joinedMessageColumns } from './message-rows.ts';
import type { JoinedMessageRow } from './message-rows.ts';
import { personColumns } from './person-columns.ts';
import type { JoinedPersonRow } from './person-columns.ts';
import { statement } from './statement.ts';

export interface ConversationRow extends JoinedPersonRow, CallFactsRow, JoinedMessageRow<'latest'> {
  conversation_id: ConversationId;
  viewer_id: AccountId;
  folder: Folder | null;
  read_seq: number;
  peer_folder: Folder | null;
  peer_read_seq: number;
  last_seq: number;
  last_activity_at: Date;
  unread: number;
  muted: boolean;
}

/** The viewer is the one who would call: `caller`. All facts of all rows in this one statement. */
const SELECT_CONVERSATIONS = `
  select mine.conversation_id, mine.account_id as viewer_id, mine.folder, mine.read_seq, mine.muted,
    wrote.folder as peer_folder, wrote.read_seq as peer_read_seq,
    conversations.last_seq, conversations.last_activity_at,
    (select count(*)::int from messages
      where messages.conversation_id = mine.conversation_id and messages.seq > mine.read_seq
        and messages.author_id <> mine.account_id and messages.counts_as_unread) as unread,
    ${personColumns('callee')}, ${CALL_FACT_COLUMNS}, ${joinedMessageColumns('latest')}
  from members mine
  join members wrote on wrote.account_id = mine.peer_id and wrote.peer_id = mine.account_id
  join conversations on conversations.id = mine.conversation_id
  join accounts caller on caller.id = mine.account_id
  join accounts callee on callee.id = mine.peer_id
  left join messages latest on latest.conversation_id = conversations.id and latest.seq = conversations.last_seq`;

export const loadOne = statement<ConversationRow, [ConversationId, AccountId]>(`
  ${SELECT_CONVERSATIONS}
  where mine.conversation_id = $1 and mine.account_id = $2`);

export const listFolder = statement<ConversationRow, [AccountId, Folder, Date | null, number]>(`
  ${SELECT_CONVERSATIONS}
  where mine.account_id = $1 and mine.folder = $2
    and ($3::timestamptz is null or conversations.last_activity_at < $3)
  order by conversations.last_activity_at desc, mine.conversation_id limit $4`);

export const countRequests = statement<{ count: number }, [AccountId]>(`
  select count(*)::int as count from members where account_id = $1 and folder = 'requests'`);

export const makeConversation = statement<
  { id: ConversationId },
  [ConversationId, AccountId, AccountId, Date]
>(`
  with made as (
    insert into conversations (id, low_account_id, high_account_id, last_activity_at) values ($1, $2, $3, $4)
    on conflict (low_account_id, high_account_id) do nothing
    returning id
  ), both_members as (
    insert into members (conversation_id, account_id, peer_id)
    select made.id, pair.account_id, pair.peer_id
    from made, (values ($2::uuid, $3::uuid), ($3::uuid, $2::uuid)) as pair (account_id, peer_id)
  )
  select id from made`);

export const findByPair = statement<{ id: ConversationId }, [AccountId, AccountId]>(`
  select id from conversations where low_account_id = $1 and high_account_id = $2`);

export const acceptRequest = statement<{ peer_id: AccountId }, [ConversationId, AccountId]>(`
  update members set folder = 'inbox'
  where conversation_id = $1 and account_id = $2 and folder = 'requests'
  returning peer_id`);

interface NoticeRow {
  peer_id: AccountId;
  folder: Folder | null;
  peer_folder: Folder | null;
  blocked: boolean;
}

const NOTICE_COLUMNS = `
  mine.peer_id, mine.folder, theirs.folder as peer_folder,
  exists (select from blocks
    where (blocker_id = mine.account_id and blocked_id = mine.peer_id)
       or (blocker_id = mine.peer_id and blocked_id = mine.account_id)) as blocked`;

const NOTICE_SOURCE = `
  members mine join members theirs on theirs.account_id = mine.peer_id and theirs.peer_id = mine.account_id`;

export const loadForNotice = statement<NoticeRow, [ConversationId, AccountId]>(`
  select ${NOTICE_COLUMNS} from ${NOTICE_SOURCE}
  where mine.conversation_id = $1 and mine.account_id = $2`);

export const saveRead = statement<
  NoticeRow & { grew_to: number | null },
  [ConversationId, AccountId, number]
>(`
  with grown as (
    update members set read_seq = least($3::bigint, conversations.last_seq)
    from conversations
    where members.conversation_id = $1 and members.account_id = $2 and conversations.id = $1
      and members.read_seq < least($3::bigint, conversations.last_seq)
    returning members.read_seq
  )
  select ${NOTICE_COLUMNS}, (select read_seq from grown) as grew_to from ${NOTICE_SOURCE}
  where mine.conversation_id = $1 and mine.account_id = $2`);
