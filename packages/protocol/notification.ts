import * as z from 'zod/mini';
import { CallKind, RingingCall } from './call.ts';
import { CallId, ConversationId } from './ids.ts';
import { Person } from './person.ts';

const token = z.string().check(z.minLength(8), z.maxLength(512), z.regex(/^[\w:.-]+$/));

/** How to wake this session's device while its app or page is closed. */
export const PushTarget = z.discriminatedUnion('kind', [
  /** The Push API (RFC 8030, 8291, 8292): what `PushSubscription.toJSON()` gives. */
  z.strictObject({
    kind: z.literal('web'),
    endpoint: z.string().check(z.maxLength(1_000)),
    keys: z.strictObject({
      p256dh: z.string().check(z.maxLength(120), z.regex(/^[\w-]+=*$/)),
      auth: z.string().check(z.maxLength(40), z.regex(/^[\w-]+=*$/)),
    }),
  }),
  /** Apple: a token for calls (PushKit) and one for everything else. */
  z.strictObject({
    kind: z.literal('apns'),
    environment: z.enum(['production', 'sandbox']),
    voipToken: z.optional(z.string().check(z.regex(/^[0-9a-f]{64,200}$/))),
    alertToken: z.optional(z.string().check(z.regex(/^[0-9a-f]{64,200}$/))),
  }),
  /** Firebase Cloud Messaging. */
  z.strictObject({ kind: z.literal('fcm'), token }),
]);
export type PushTarget = z.infer<typeof PushTarget>;

/** What a device that was woken shows right now. */
export const Notices = z.object({
  /** Calls that may ring here at this moment. */
  ringing: z.array(z.object({ call: RingingCall, peer: Person })),
  /** Missed calls that this device has not told of. */
  missed: z.array(
    z.object({ callId: CallId, conversationId: ConversationId, peer: Person, kind: CallKind, atMs: z.int() }),
  ),
  /** Conversations with unread messages that this device has not told of; the text of the latest. */
  messages: z.array(
    z.object({
      conversationId: ConversationId,
      peer: Person,
      count: z.int(),
      latestSeq: z.int(),
      latestText: z.string(),
      atMs: z.int(),
    }),
  ),
  /** "Ring me now" was pressed on this device: the id to acknowledge. */
  test: z.nullable(z.string()),
});
export type Notices = z.infer<typeof Notices>;

/** What a device has shown and need not be told of again. */
export const SeenNotices = z.strictObject({
  callIds: z._default(z.array(CallId).check(z.maxLength(100)), []),
  messages: z._default(
    z
      .array(z.strictObject({ conversationId: ConversationId, seq: z.int().check(z.nonnegative()) }))
      .check(z.maxLength(100)),
    [],
  ),
  test: z.optional(z.string().check(z.maxLength(64))),
});
export type SeenNotices = z.infer<typeof SeenNotices>;
