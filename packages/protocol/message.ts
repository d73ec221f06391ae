import * as z from 'zod/mini';
import { CallKind, CallOutcome } from './call.ts';
import { AccountId, CallId, ClientMsgId, ConversationId, MessageId } from './ids.ts';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { Person } from './person.ts';

/** The text of a message: 1 to 4,000 UTF-16 code units, not only white space. Never HTML. */
export const MessageText = z.string().check(
  z.minLength(1),
  z.maxLength(MAX_MESSAGE_LENGTH),
  // maxLength counts code points; MSG-4 counts what a string's length counts.
  z.refine((text) => text.length <= MAX_MESSAGE_LENGTH),
  z.regex(/\S/),
  z.regex(/^[^\0]*$/),
);

const rowFields = {
  id: MessageId,
  conversationId: ConversationId,
  /** Place in the conversation: 1, 2, 3 … without gaps (MSG-2). */
  seq: z.int(),
  /** Who wrote it; for a call row, who called. */
  authorId: AccountId,
  createdAtMs: z.int(),
};

export const TextMessage = z.object({
  ...rowFields,
  kind: z.literal('text'),
  clientMsgId: ClientMsgId,
  text: z.string(),
});
export type TextMessage = z.infer<typeof TextMessage>;

/** The one row that each ended call leaves in the thread (CALL-9). */
export const CallMessage = z.object({
  ...rowFields,
  kind: z.literal('call'),
  callId: CallId,
  callKind: CallKind,
  outcome: CallOutcome,
  /** Time between accept and end; 0 where nobody accepted. */
  durationMs: z.int(),
  /** Nobody answered a permitted call: unread for the callee, and the callee is told once (CALL-9). */
  notice: z.boolean(),
});
export type CallMessage = z.infer<typeof CallMessage>;

/** One row of a thread. */
export const Message = z.discriminatedUnion('kind', [TextMessage, CallMessage]);
export type Message = z.infer<typeof Message>;

/**
 * Whether the viewer can place a call to the peer right now, as far as the viewer may know (CON-9).
 * `unavailable` covers every reason that lies with the callee.
 */
export const CallAccess = z.enum(['allowed', 'unavailable', 'premiumRequired', 'notRolledOut']);
export type CallAccess = z.infer<typeof CallAccess>;

/** Where a conversation waits for the viewer (MSG-5). */
export const Folder = z.enum(['inbox', 'requests']);
export type Folder = z.infer<typeof Folder>;

/** A conversation as seen by one of its two members. */
export const Conversation = z.object({
  id: ConversationId,
  peer: Person,
  folder: Folder,
  lastSeq: z.int(),
  lastMessage: z.nullable(Message),
  lastActivityAtMs: z.int(),
  /** The viewer has read up to here. */
  readSeq: z.int(),
  /** The peer has read up to here; 0 while the peer has not accepted the request (MSG-6). */
  peerReadSeq: z.int(),
  /** Rows of the peer's that the viewer has not read: messages and missed calls. */
  unread: z.int(),
  youBlock: z.boolean(),
  /** The viewer wants no notices of new messages here; calls still ring. */
  muted: z.boolean(),
  callAccess: CallAccess,
});
export type Conversation = z.infer<typeof Conversation>;
