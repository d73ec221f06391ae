import type {
  AccountId,
  Call,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  DeviceId,
  ReasonCode,
} from '@parley/protocol';

/*
 *  outgoing   dialing ──▶ ringing ─────────────┐ accepted
 *                                              ▼
 *  incoming   incoming ──▶ answering ──▶ connecting ──▶ connected ⇄ (reconnecting)
 *                  local accept   server agrees   media flows
 *
 *  every phase ──▶ ended   (by a person here, by the server's word, or by a deadline)
 */

/** A dial that the server has not answered is given up after this long. */
export const DIAL_TIMEOUT_MS = 15_000;
/** The server's word about the deadline may be this late before the device stops by itself (CALL-22). */
export const RING_GRACE_MS = 2_000;
/** Media must flow this soon after accept (CALL-28). */
export const CONNECT_TIMEOUT_MS = 20_000;
/** Lost media must be back this soon (CALL-28). */
export const RECONNECT_TIMEOUT_MS = 45_000;

export interface SessionBase {
  readonly callId: CallId;
  readonly peerId: AccountId;
  readonly kind: CallKind;
  readonly direction: 'outgoing' | 'incoming';
  /** How media may travel, by the server's newest word; null before its first (PRIV-3). */
  readonly route: CallRoute | null;
  /** The newest version that the server told; 0 before its first word. */
  readonly version: number;
}

export type EndOfCall = {
  readonly outcome: CallOutcome;
  /** Another device of mine answered or declined. */
  readonly elsewhere: boolean;
  readonly durationMs: number;
  /** The server refused the invite or the accept, with this code; `offline`: it never answered. */
  readonly refused: ReasonCode | 'offline' | null;
  /** What the server has yet to confirm (CALL-23). */
  readonly leaving: LeaveFrame | null;
};

/** The frames that end a call, each in the phase where it fits. */
export type LeaveFrame = 'call.cancel' | 'call.decline' | 'call.hang-up';

/** One call, as the device sees it. Times are in the device's clock, Unix milliseconds. */
export type CallSession = SessionBase & SessionPhase;

export type EndedSession = Extract<CallSession, { phase: 'ended' }>;

type SessionPhase =
  | { readonly phase: 'dialing'; readonly giveUpAtMs: number }
  | { readonly phase: 'ringing'; readonly ringExpiresAtMs: number }
  | { readonly phase: 'incoming'; readonly ringExpiresAtMs: number }
  | { readonly phase: 'answering'; readonly giveUpAtMs: number }
  | { readonly phase: 'connecting'; readonly giveUpAtMs: number; readonly acceptedAtMs: number }
  | {
      readonly phase: 'connected';
      readonly connectedAtMs: number;
      readonly acceptedAtMs: number;
      /** Media is being brought back until then; null while it flows. */
      readonly giveUpAtMs: number | null;
    }
  | ({ readonly phase: 'ended' } & EndOfCall);

export type SessionEvent =
  /** The person here pressed a button. Nothing else ever accepts (CALL-20). */
  | { type: 'accept' }
  | { type: 'decline' }
  | { type: 'cancel' }
  | { type: 'hangUp' }
  /** The server's word on the call: a frame, a reply, or a line of `welcome`. Times already in the device's clock. */
  | { type: 'told'; call: Call }
  /** The server answered a frame about this call with an error. */
  | { type: 'refused'; frame: 'call.invite' | 'call.accept' | LeaveFrame; code: ReasonCode }
  /** After a reconnect the server no longer lists the call as live (CALL-10). */
  | { type: 'notListed' }
  | { type: 'mediaConnected' }
  | { type: 'mediaLost' }
  /** The peer connection gave up for good. */
  | { type: 'mediaFailed' }
  /** The other side said goodbye over the data channel. */
  | { type: 'peerHungUp' }
  /** The time that `nextDeadlineMs` named has come. */
  | { type: 'deadline' };

export type SessionEffect =
  /** Send it, and again after each reconnect, until the server answers. */
  | { type: 'send'; frame: 'call.invite' | 'call.accept' | LeaveFrame; because?: 'completed' | 'failed' }
  /** Ask for microphone and camera and make the peer connection: the person here has called or accepted. */
  | { type: 'openMedia' }
  /** Begin to negotiate with the device at the other end. */
  | { type: 'connect'; role: 'offer' | 'answer'; remoteDeviceId: DeviceId; route: CallRoute }
  /** Stop every track, close the peer connection. */
  | { type: 'closeMedia'; tellPeer: boolean }
  /** Glare: the media that was opened for our own invite now serves this call, in the answering role (CALL-8). */
  | { type: 'adoptMedia'; fromCallId: CallId };
