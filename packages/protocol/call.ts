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

/**
 * What may be connected while it rings (CALL-36): `none`, the `path` through the relay, or the path and the caller's own
 * picture, hidden until the callee accepts (`earlyVideo`).
 */
export const Preconnect = z.enum(['none', 'path', 'earlyVideo']);
export type Preconnect = z.infer<typeof Preconnect>;

const callFields = {
  id: CallId,
  conversationId: ConversationId,
  kind: CallKind,
  callerId: AccountId,
  calleeId: AccountId,
  route: CallRoute,
  /** Decided with the invite; only the signals of such a call pass while it rings. */
  preconnect: Preconnect,
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

/** Numbers the peer connections between two devices of a call: a reload, a move or lost patience begins another. */
const connection = z.int().check(z.positive(), z.maximum(10_000));

/** A device's public identity key: a P-256 point, uncompressed, base64url (CALL-60). */
export const IdentityKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{87}$/));
export type IdentityKey = z.infer<typeof IdentityKey>;

/** What the sending device signs of an offer or answer, see docs/spec/encryption.md (CALL-61). */
export const Attestation = z.strictObject({
  key: IdentityKey,
  /** The server's clock, as the signing device knows it. */
  atMs: z.int(),
  /** ECDSA P-256 with SHA-256, IEEE P1363 form, base64url. */
  signature: z.string().check(z.regex(/^[A-Za-z0-9_-]{86}$/)),
});
export type Attestation = z.infer<typeof Attestation>;

const description = {
  connection,
  negotiation,
  sdp: z.string().check(z.maxLength(MAX_SDP_LENGTH)),
  attestation: Attestation,
};

export const OfferSignal = z.strictObject({ kind: z.literal('offer'), ...description });
export type OfferSignal = z.infer<typeof OfferSignal>;

/**
 * What two devices of a call tell each other to connect (RFC 8829, RFC 8838).
 * `connection` numbers the peer connection and `negotiation` its offers; an answer or candidate that carries other
 * numbers is stale.
 */
export const Signal = z.discriminatedUnion('kind', [
  OfferSignal,
  z.strictObject({ kind: z.literal('answer'), ...description }),
  z.strictObject({
    kind: z.literal('candidates'),
    connection,
    negotiation,
    candidates: z.array(IceCandidate).check(z.maxLength(32)),
  }),
  /** The side that does not offer on this connection asks for an ICE restart. */
  z.strictObject({ kind: z.literal('restart'), connection, negotiation }),
  /**
   * After a lost socket: of your `run`, every signal up to the seq `have` has come here, send the others again
   * (CALL-51). `asks`: and say the same of yourself.
   */
  z.strictObject({
    kind: z.literal('resume'),
    run: z.int().check(z.nonnegative()),
    have: z.int().check(z.nonnegative()),
    asks: z.boolean(),
  }),
]);
export type Signal = z.infer<typeof Signal>;

/**
 * The place of a signal among those of one device to another within a call, so that none is lost or taken twice
 * (CALL-51). `run` names the sender's start, the later one the greater; `seq` counts from 1 within it. A `resume` has
 * no place of its own: its `seq` is 0.
 */
export const signalPlace = {
  run: z.int().check(z.nonnegative()),
  seq: z.int().check(z.nonnegative(), z.maximum(1_000_000)),
};

/** A device of the callee's that may be connected while it rings (CALL-37). */
export const ReachableDevice = z.object({ deviceId: DeviceId, identityKey: IdentityKey });
export type ReachableDevice = z.infer<typeof ReachableDevice>;

/** How a call went for one of the two, as their own device measured it; shown to nobody else (CALL-35). */
export const CallReceipt = z.strictObject({
  /** Where media travelled last. */
  path: z.enum(['direct', 'relay']),
  /** Of what should have arrived here, in percent. */
  lossPercent: z.number().check(z.nonnegative(), z.maximum(100)),
  /** ICE restarts and new connections. */
  restarts: z.int().check(z.nonnegative(), z.maximum(10_000)),
  /** The E-model's mean opinion score, 1 to 4.5 (ITU-T G.107); null: too short to tell. */
  score: z.nullable(z.number().check(z.minimum(1), z.maximum(5))),
  /** The two have compared the emoji and confirmed them in this call. */
  verified: z.boolean(),
});
export type CallReceipt = z.infer<typeof CallReceipt>;

/** The one tap after a call. */
export const CallRating = z.enum(['good', 'poor']);
export type CallRating = z.infer<typeof CallRating>;

/** STUN and TURN servers with credentials that expire (draft-uberti-behave-turn-rest-00). */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});
export type IceServer = z.infer<typeof IceServer>;
