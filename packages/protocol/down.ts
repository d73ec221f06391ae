import * as z from 'zod/mini';
import {
  AcceptedCall,
  EndedCall,
  IceServer,
  LiveCall,
  OfferSignal,
  RingingCall,
  Signal,
  signalPlace,
} from './call.ts';
import { AccountId, CallId, ConversationId, DeviceId, SessionId } from './ids.ts';
import { Message } from './message.ts';
import { Person } from './person.ts';
import { WireError } from './reasons.ts';

/** Answers `hello`. `calls` are the account's live calls: what rings or runs right now (CALL-10). */
export const Welcome = z.object({
  type: z.literal('welcome'),
  version: z.int(),
  accountId: AccountId,
  sessionId: SessionId,
  deviceId: DeviceId,
  serverTimeMs: z.int(),
  calls: z.array(
    z.object({
      call: LiveCall,
      peer: Person,
      /** Where it rings here: to answer through (CALL-14). */
      iceServers: z.optional(z.array(IceServer)),
    }),
  ),
});
export type Welcome = z.infer<typeof Welcome>;

/** The frame with this `ref` was done; `result` is described by REPLIES. */
export const Ok = z.object({ type: z.literal('ok'), ref: z.int(), result: z.unknown() });
/** The frame with this `ref` (null: it could not be read) was refused and changed nothing. */
export const ErrorFrame = z.object({ type: z.literal('error'), ref: z.nullable(z.int()), error: WireError });

export const MessageCreated = z.object({ type: z.literal('message.created'), message: Message });
/** Something about the conversation changed for this viewer; read it again over HTTP. */
export const ConversationChanged = z.object({
  type: z.literal('conversation.changed'),
  conversationId: ConversationId,
});
export const ConversationRead = z.object({
  type: z.literal('conversation.read'),
  conversationId: ConversationId,
  readerId: AccountId,
  readSeq: z.int(),
});
export const TypingChanged = z.object({
  type: z.literal('typing.changed'),
  conversationId: ConversationId,
  accountId: AccountId,
  typing: z.boolean(),
});
/** The viewer's own account or settings changed; read it again over HTTP. */
export const AccountChanged = z.object({ type: z.literal('account.changed') });

/** Who has calls has changed; read one's account and the conversations again over HTTP (ROLL). */
export const FeatureChanged = z.object({ type: z.literal('feature.changed') });

/** To the callee's devices: ring until `ringExpiresAtMs`. */
export const CallRinging = z.object({
  type: z.literal('call.ringing'),
  call: RingingCall,
  peer: Person,
  /** To answer through: while it rings where it may be connected early (CALL-41), or once the person has accepted (CALL-45). */
  iceServers: z.optional(z.array(IceServer)),
});
/** To all devices of both: one device has answered. */
export const CallAccepted = z.object({ type: z.literal('call.accepted'), call: AcceptedCall });
/** To all devices of both: it is over. */
export const CallEnded = z.object({ type: z.literal('call.ended'), call: EndedCall });
/** To the other device of an accepted call; while it rings, between the placing device and one of the callee's (CALL-31). */
export const CallSignalled = z.object({
  type: z.literal('call.signalled'),
  callId: CallId,
  fromDeviceId: DeviceId,
  ...signalPlace,
  signal: Signal,
});
/** To the callee's devices while it rings: the placing device's offer for the one that will answer, without a candidate (CALL-38). */
export const CallOffered = z.object({
  type: z.literal('call.offered'),
  callId: CallId,
  fromDeviceId: DeviceId,
  signal: OfferSignal,
});
/**
 * To the other device of an accepted call: the socket of `deviceId` was closed or broken off from that end. Its page may
 * be gone, or on its way back; where media still comes it means nothing (CALL-39).
 */
export const CallPeerGone = z.object({
  type: z.literal('call.peer-gone'),
  callId: CallId,
  deviceId: DeviceId,
});

const EVENTS = [
  MessageCreated,
  ConversationChanged,
  ConversationRead,
  TypingChanged,
  AccountChanged,
  FeatureChanged,
  CallRinging,
  CallAccepted,
  CallEnded,
  CallSignalled,
  CallOffered,
  CallPeerGone,
] as const;

/** A frame that tells a fact; neither greeting nor reply. */
export const EventFrame = z.discriminatedUnion('type', EVENTS);
export type EventFrame = z.infer<typeof EventFrame>;

/** Every frame that a server sends. */
export const DownFrame = z.discriminatedUnion('type', [Welcome, Ok, ErrorFrame, ...EVENTS]);
export type DownFrame = z.infer<typeof DownFrame>;
export type DownType = DownFrame['type'];
/** The frame of one type. */
export type Down<T extends DownType> = Extract<DownFrame, { type: T }>;
