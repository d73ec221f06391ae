import * as z from 'zod/mini';
import { AccountId, CallId, ConversationId, DeviceId } from './ids.ts';
import { MAX_SDP_LENGTH } from './limits.ts';

/** What the caller asked for; either side can turn a camera on later. */
export const CallKind = z.enum(['audio', 'video']);
export type CallKind = z.infer<typeof CallKind>;

/** How a call ended (CALL-1). */
export const CallOutcome = z.enum(['completed', 'declined', 'cancelled', 'missed', 'busy', 'failed', 'lost']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/**
 * How media may travel, for the whole call and on both sides (docs/spec/privacy.md).
 * `direct`: a path between the two may be tried. `relay`: only through the relay, neither learns the other's address.
 * `exposed`: a relay is due, but this server has none; the path is direct and the callee is asked first.
 */
export const CallRoute = z.enum(['direct', 'relay', 'exposed']);
export type CallRoute = z.infer<typeof CallRoute>;

const callFields = {
  id: CallId,
  conversationId: ConversationId,
  kind: CallKind,
  callerId: AccountId,
  calleeId: AccountId,
  route: CallRoute,
  /** Grows by one with each change; a device drops a call that is older than the one it knows. */
  version: z.int(),
  createdAtMs: z.int(),
};

export const RingingCall = z.object({
  ...callFields,
  state: z.literal('ringing'),
  ringExpiresAtMs: z.int(),
});
export type RingingCall = z.infer<typeof RingingCall>;

export const AcceptedCall = z.object({
  ...callFields,
  state: z.literal('accepted'),
  acceptedAtMs: z.int(),
  callerDeviceId: DeviceId,
  calleeDeviceId: DeviceId,
});
export type AcceptedCall = z.infer<typeof AcceptedCall>;

export const EndedCall = z.object({
  ...callFields,
  state: z.literal('ended'),
  acceptedAtMs: z.nullable(z.int()),
  endedAtMs: z.int(),
  outcome: CallOutcome,
});
export type EndedCall = z.infer<typeof EndedCall>;

/** A call as both parties see it. Times are the server's, in Unix milliseconds. */
export const Call = z.discriminatedUnion('state', [RingingCall, AcceptedCall, EndedCall]);
export type Call = z.infer<typeof Call>;

/** A live call: it rings or is accepted. */
export const LiveCall = z.discriminatedUnion('state', [RingingCall, AcceptedCall]);
export type LiveCall = z.infer<typeof LiveCall>;

const negotiation = z.int().check(z.nonnegative(), z.maximum(1_000_000));

export const IceCandidate = z.strictObject({
  candidate: z.string().check(z.maxLength(1_000)),
  sdpMid: z.nullable(z.string().check(z.maxLength(64))),
  sdpMLineIndex: z.nullable(z.int().check(z.nonnegative(), z.maximum(1_000))),
  usernameFragment: z.nullable(z.string().check(z.maxLength(256))),
});
export type IceCandidate = z.infer<typeof IceCandidate>;

/**
 * What the two devices of an accepted call tell each other to connect (RFC 8829, RFC 8838).
 * `negotiation` numbers an offer; an answer or candidate that carries another number is stale.
 */
export const Signal = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    negotiation,
    sdp: z.string().check(z.maxLength(MAX_SDP_LENGTH)),
  }),
  z.strictObject({
    kind: z.literal('answer'),
    negotiation,
    sdp: z.string().check(z.maxLength(MAX_SDP_LENGTH)),
  }),
  z.strictObject({
    kind: z.literal('candidates'),
    negotiation,
    candidates: z.array(IceCandidate).check(z.maxLength(32)),
  }),
  /** The answering side asks the calling side for an ICE restart. */
  z.strictObject({ kind: z.literal('restart'), negotiation }),
]);
export type Signal = z.infer<typeof Signal>;

/** STUN and TURN servers with credentials that expire (draft-uberti-behave-turn-rest-00). */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});
export type IceServer = z.infer<typeof IceServer>;
