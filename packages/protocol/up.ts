import * as z from 'zod/mini';
import {
  AcceptedCall,
  Call,
  CallKind,
  CallRoute,
  IceServer,
  IdentityKey,
  LiveCall,
  OfferSignal,
  Preconnect,
  ReachableDevice,
  Signal,
  signalPlace,
} from './call.ts';
import { AccountId, CallId, ClientMsgId, ConversationId, DeviceId } from './ids.ts';
import { MAX_PRECONNECTED_DEVICES } from './limits.ts';
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
  /** What this device signs its offers and answers with; without, nobody connects to it while it rings. */
  identityKey: z.optional(IdentityKey),
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
/**
 * Asks, before the person has pressed anything, what a call to somebody will need: which of their devices may be
 * connected while it rings, and the ICE servers. Rings nobody. Refused as an invite would be.
 */
export const CallPrepare = z.strictObject({ type: z.literal('call.prepare'), ref, calleeId: AccountId });
/** Rings the callee. Repeating it with the same call id answers with the call as it is. */
export const CallInvite = z.strictObject({
  type: z.literal('call.invite'),
  ref,
  callId: CallId,
  calleeId: AccountId,
  kind: CallKind,
  /** For devices that `call.prepare` has named: passed on with the ring (CALL-32). */
  offers: z.optional(
    z
      .array(z.strictObject({ toDeviceId: DeviceId, ...signalPlace, signal: OfferSignal }))
      .check(z.maxLength(MAX_PRECONNECTED_DEVICES)),
  ),
});
export const CallCancel = z.strictObject({ type: z.literal('call.cancel'), ref, callId: CallId });
export const CallAccept = z.strictObject({ type: z.literal('call.accept'), ref, callId: CallId });
export const CallDecline = z.strictObject({
  type: z.literal('call.decline'),
  ref,
  callId: CallId,
  /** This device is in another call; the caller is told so only where the callee's settings let them (CALL-33). */
  busy: z.optional(z.boolean()),
});
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
  /** Which device of the other side; needed while it rings, otherwise it is the one at the other end. */
  toDeviceId: z.optional(DeviceId),
  ...signalPlace,
  signal: Signal,
});
/** An offer for whichever device of the callee's answers, without a candidate: they are shown it while it rings (CALL-38). */
export const CallOffer = z.strictObject({
  type: z.literal('call.offer'),
  ref,
  callId: CallId,
  signal: OfferSignal,
});
/**
 * Takes an accepted call over to this device from another of the same account (CALL-34).
 * `version`: of the call as this device knows it; who is too late is answered `answered_elsewhere`.
 */
export const CallMove = z.strictObject({
  type: z.literal('call.move'),
  ref,
  callId: CallId,
  version: z.int(),
});
/** Renews this side's lease on an accepted call (CALL-11). */
export const CallAttest = z.strictObject({ type: z.literal('call.attest'), ref, callId: CallId });

/** Every frame that a client sends after `hello`. */
export const UpFrame = z.discriminatedUnion('type', [
  Ping,
  MessageSend,
  MessageRead,
  TypingSet,
  CallPrepare,
  CallInvite,
  CallCancel,
  CallAccept,
  CallDecline,
  CallHangUp,
  CallSignal,
  CallOffer,
  CallAttest,
  CallMove,
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
  'call.prepare': z.object({
    route: CallRoute,
    /** May change before the invite, whose answer holds. */
    preconnect: Preconnect,
    devices: z.array(ReachableDevice),
    iceServers: z.array(IceServer),
  }),
  'call.invite': z.object({
    call: Call,
    iceServers: z.array(IceServer),
    /** Those that may be connected while it rings; the ones that an offer came for too. */
    devices: z.array(ReachableDevice),
  }),
  'call.cancel': z.object({ call: Call }),
  'call.accept': z.object({ call: Call, iceServers: z.array(IceServer) }),
  'call.decline': z.object({ call: Call }),
  'call.hang-up': z.object({ call: Call }),
  'call.signal': nothing,
  'call.offer': nothing,
  'call.attest': z.object({ call: LiveCall }),
  'call.move': z.object({ call: AcceptedCall, iceServers: z.array(IceServer) }),
} as const satisfies Record<UpType, z.core.$ZodType>;

export type Reply<T extends UpType> = z.infer<(typeof REPLIES)[T]>;
