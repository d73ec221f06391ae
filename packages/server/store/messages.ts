import type { MessageFacts } from '@parley/core';
import type {
  AccountId,
  ClientMsgId,
  ConversationId,
  Folder,
  Message,
  MessageId,
  TextMessage,
} from '@parley/protocol';
import pg from 'pg';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { messageJobs } from './push-jobs.ts';
import { joinedMessageColumns, messageColumns, pickMessage, toMessage } from './message-rows.ts';
import type { JoinedMessageRow, MessageRow } from './message-rows.ts';
import { statement } from './statement.ts';

export type MessageStore = ReturnType<typeof createMessageStore>;

/** What sending is judged on, read by one statement. */
export interface SendSight {
  facts: MessageFacts;
  peerId: AccountId;
  /** The same message, stored already (MSG-3). */
  stored: Message | undefined;
  senderFolder: Folder | null;
  peerFolder: Folder | null;
  /** Text messages that the sender has sent here before. */
  sentCount: number;
}

export interface NewText {
  conversationId: ConversationId;
  authorId: AccountId;
  clientMsgId: ClientMsgId;
  text: string;
  /** Where it lands for the receiver (MSG-5). */
  folder: Folder;
  createdAtMs: number;
}

export interface Page {
  beforeSeq?: number | undefined;
  afterSeq?: number | undefined;
  limit: number;
}

interface SendRow extends JoinedMessageRow<'stored'> {
  peer_id: AccountId;
  recipient_exists: boolean;
  sender_blocks: boolean;
  recipient_blocks: boolean;
  recipient_follows: boolean;
  sender_folder: Folder | null;
  peer_folder: Folder | null;
  sent_count: number;
}

const loadForSend = statement<SendRow, [ConversationId, AccountId, ClientMsgId]>(`
  select mine.peer_id, mine.folder as sender_folder, mine.sent_count, theirs.folder as peer_folder,
    theirs.account_id is not null and ${isThere('sender')} and ${isThere('recipient')} as recipient_exists,
    exists (select from blocks where blocker_id = mine.account_id and blocked_id = mine.peer_id) as sender_blocks,
    exists (select from blocks where blocker_id = mine.peer_id and blocked_id = mine.account_id) as recipient_blocks,
    exists (select from follows where follower_id = mine.peer_id and followee_id = mine.account_id) as recipient_follows,
    ${joinedMessageColumns('stored')}
  from members mine
  join accounts sender on sender.id = mine.account_id
  join accounts recipient on recipient.id = mine.peer_id
  left join members theirs on theirs.conversation_id = mine.conversation_id and theirs.account_id = mine.peer_id
  left join messages stored on stored.conversation_id = mine.conversation_id
    and stored.author_id = mine.account_id and stored.client_msg_id = $3
  where mine.conversation_id = $1 and mine.account_id = $2`);

/** The conversation's row gives out the numbers and makes senders take turns: no gap, no number twice (MSG-2). */
const insertText = statement<
  { seq: number; id: MessageId },
  [ConversationId, AccountId, ClientMsgId, string, Folder, Date]
>(`
  with numbered as (
    update conversations set last_seq = last_seq + 1, last_activity_at = greatest(last_activity_at, $6)
    where id = $1 returning last_seq
  ), sender as (
    update members set sent_count = sent_count + 1, folder = 'inbox', read_seq = greatest(read_seq, numbered.last_seq)
    from numbered where conversation_id = $1 and account_id = $2
  ), recipient as (
    update members set folder = $5
    from numbered where conversation_id = $1 and peer_id = $2 and folder is distinct from 'inbox'
      and folder is distinct from $5
  ), written as (
    insert into messages (conversation_id, seq, id, author_id, kind, client_msg_id, body, counts_as_unread, created_at)
    select $1, numbered.last_seq, gen_random_uuid(), $2, 'text', $3, $4, true, $6 from numbered
    returning seq, id
  ), reader as (
    select members.account_id from written, members
    where members.conversation_id = $1 and members.peer_id = $2 and not members.muted
      and 'inbox' in (members.folder, $5)
  ), told as (${messageJobs('reader')}
  )
  select written.seq, written.id, (select count(*) from told) as told from written`);

const findText = statement<MessageRow, [ConversationId, AccountId, ClientMsgId]>(`
  select ${messageColumns('messages')} from messages
  where conversation_id = $1 and author_id = $2 and client_msg_id = $3`);

const loadLastSeq = statement<{ last_seq: number }, [ConversationId, AccountId]>(`
  select conversations.last_seq from members join conversations on conversations.id = members.conversation_id
  where members.conversation_id = $1 and members.account_id = $2`);

const pageBefore = statement<MessageRow, [ConversationId, number, number]>(`
  select ${messageColumns('messages')} from messages where conversation_id = $1 and seq < $2
  order by seq desc limit $3`);

const pageAfter = statement<MessageRow, [ConversationId, number, number]>(`
  select ${messageColumns('messages')} from messages where conversation_id = $1 and seq > $2
  order by seq limit $3`);

/** Above every seq that a PostgreSQL integer can hold is none. */
const HIGHEST_SEQ = 2_147_483_647;

function clampSeq(seq: number): number {
  return Math.min(Math.max(seq, 0), HIGHEST_SEQ);
}

function isRepeat(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === 'messages_once';
}

/** The rows of the threads. */
export function createMessageStore(db: Connection) {
  return {
    /** Undefined: the sender is no member of this conversation. */
    async loadForSend(
      conversationId: ConversationId,
      senderId: AccountId,
      clientMsgId: ClientMsgId,
    ): Promise<SendSight | undefined> {
      const [row] = await loadForSend(db, conversationId, senderId, clientMsgId);
      if (row === undefined) return undefined;
      return {
        facts: {
          sameAccount: row.peer_id === senderId,
          recipientExists: row.recipient_exists,
          senderBlocksRecipient: row.sender_blocks,
          recipientBlocksSender: row.recipient_blocks,
          recipientAccepted: row.peer_folder === 'inbox',
          recipientFollowsSender: row.recipient_follows,
        },
        peerId: row.peer_id,
        stored: pickMessage(row, 'stored', senderId),
        senderFolder: row.sender_folder,
        peerFolder: row.peer_folder,
        sentCount: row.sent_count,
      };
    },

    /**
     * Undefined: the same message was stored a moment ago, by a repeat that ran beside this one (MSG-3). The
     * statement has then failed, so inside a transaction it ends that transaction.
     */
    async insertText(text: NewText): Promise<TextMessage | undefined> {
      const { conversationId, authorId, clientMsgId, createdAtMs } = text;
      const at = new Date(createdAtMs);
      try {
        const rows = await insertText(db, conversationId, authorId, clientMsgId, text.text, text.folder, at);
        const [row] = rows;
        if (row === undefined) throw new Error(`conversation ${conversationId} has gone`);
        const { seq, id } = row;
        return { kind: 'text', id, seq, conversationId, authorId, clientMsgId, text: text.text, createdAtMs };
      } catch (error) {
        if (isRepeat(error)) return undefined;
        throw error;
      }
    },

    async findText(
      conversationId: ConversationId,
      authorId: AccountId,
      clientMsgId: ClientMsgId,
    ): Promise<Message | undefined> {
      const [row] = await findText(db, conversationId, authorId, clientMsgId);
      return row && toMessage(row, authorId);
    },

    /** A page in ascending order; undefined where the viewer is no member. */
    async listPage(
      conversationId: ConversationId,
      viewerId: AccountId,
      page: Page,
    ): Promise<{ messages: Message[]; lastSeq: number } | undefined> {
      const [conversation] = await loadLastSeq(db, conversationId, viewerId);
      if (conversation === undefined) return undefined;
      const lastSeq = conversation.last_seq;
      const show = (row: MessageRow) => toMessage(row, viewerId);
      if (page.afterSeq !== undefined) {
        const rows = await pageAfter(db, conversationId, clampSeq(page.afterSeq), page.limit);
        return { messages: rows.map(show), lastSeq };
      }
      const rows = await pageBefore(db, conversationId, clampSeq(page.beforeSeq ?? HIGHEST_SEQ), page.limit);
      return { messages: rows.map(show).toReversed(), lastSeq };
    },
  };
}
