import * as z from 'zod/mini';
import { CallKind, IceServer, LiveCall, Call, Signal } from './call.ts';
import { AccountId, CallId, ClientMsgId, ConversationId, DeviceId } from './ids.ts';
import { Message, MessageText } from './message.ts';

/** Numbers a request on its socket; the reply carries it as `ref`. */
const ref = z.int().check(z.nonnegative());

/** What a person uses; decides roll-out and how a call rings. */
export const Platform = z.enum(['web', 'ios', 'android', 'other']);
export type Platform = z.infer<typeof Platform>;

/** First frame of every socket. Browsers are known by their cookie, others by a single-use ticket. */
export const Hello = z.strictObject({
  type: z.literal('hello'),
  version: z.int(),
  deviceId: DeviceId,
  platform: Platform,
  ticket: z.optional(z.string().check(z.maxLength(200))),
});
export type Hello = z.infer<typeof Hello>;

export const Ping = z.strictObject({ type: z.literal('ping'), ref });
export const MessageSend = z.strictObject({
  type: z.literal('message.send'),
  ref,
  conversationId: ConversationId,
  clientMsgId: ClientMsgId,
  text: MessageText,
});
export const MessageRead = z.strictObject({
  type: z.literal('message.read'),
  ref,
  conversationId: ConversationId,
  readSeq: z.int().check(z.nonnegative()),
});
export const TypingSet = z.strictObject({
  type: z.literal('typing.set'),
  ref,
  conversationId: ConversationId,
  typing: z.boolean(),
});
/** Rings the callee. Repeating it with the same call id answers with the call as it is. */
export const CallInvite = z.strictObject({
  type: z.literal('call.invite'),
  ref,
  callId: CallId,
  calleeId: AccountId,
  kind: CallKind,
});
export const CallCancel = z.strictObject({ type: z.literal('call.cancel'), ref, callId: CallId });
export const CallAccept = z.strictObject({ type: z.literal('call.accept'), ref, callId: CallId });
export const CallDecline = z.strictObject({ type: z.literal('call.decline'), ref, callId: CallId });
export const CallHangUp = z.strictObject({
  type: z.literal('call.hang-up'),
  ref,
  callId: CallId,
  /** `failed`: the media never connected or could not be brought back. */
  because: z.enum(['completed', 'failed']),
});
export const CallSignal = z.strictObject({
  type: z.literal('call.signal'),
  ref,
  callId: CallId,
  signal: Signal,
});
/** Renews this side's lease on an accepted call (CALL-11). */
export const CallAttest = z.strictObject({ type: z.literal('call.attest'), ref, callId: CallId });

/** Every frame that a client sends after `hello`. */
export const UpFrame = z.discriminatedUnion('type', [
  Ping,
  MessageSend,
  MessageRead,
  TypingSet,
  CallInvite,
  CallCancel,
  CallAccept,
  CallDecline,
  CallHangUp,
  CallSignal,
  CallAttest,
]);
export type UpFrame = z.infer<typeof UpFrame>;
export type UpType = UpFrame['type'];
/** The frame of one type. */
export type Up<T extends UpType> = Extract<UpFrame, { type: T }>;

const nothing = z.object({});

/** What the `ok` reply to each frame carries in `result`. */
export const REPLIES = {
  ping: nothing,
  'message.send': z.object({ message: Message }),
  'message.read': nothing,
  'typing.set': nothing,
  'call.invite': z.object({ call: Call, iceServers: z.array(IceServer) }),
  'call.cancel': z.object({ call: Call }),
  'call.accept': z.object({ call: Call, iceServers: z.array(IceServer) }),
  'call.decline': z.object({ call: Call }),
  'call.hang-up': z.object({ call: Call }),
  'call.signal': nothing,
  'call.attest': z.object({ call: LiveCall }),
} as const satisfies Record<UpType, z.core.$ZodType>;

export type Reply<T extends UpType> = z.infer<(typeof REPLIES)[T]>;
