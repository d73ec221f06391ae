import type {
  AccountId,
  Call,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  DeviceId,
  Preconnect,
  ReasonCode,
} from '@parley/protocol';

/*
 *  outgoing   dialing ──▶ ringing ──(▶ provisional)──┐ accepted
 *                          the other device says so     ▼
 *  incoming   incoming ──▶ answering ──────────▶ connecting ──▶ connected ⇄ (reconnecting)
 *                  local accept         server agrees   media flows     ▲
 *  from another device of mine, or after a reload       moving ─────────┘
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
/** A page that has gone away must be back this soon (CALL-52): RELOAD_GRACE_MS of the protocol. */
export const AWAY_TIMEOUT_MS = 10_000;
/** A call that is taken over must have come here this soon. */
export const MOVE_TIMEOUT_MS = 15_000;

export interface SessionBase {
  readonly callId: CallId;
  readonly peerId: AccountId;
  readonly kind: CallKind;
  readonly direction: 'outgoing' | 'incoming';
  /** How media may travel, by the server's newest word; null before its first (PRIV-3). */
  readonly route: CallRoute | null;
  /** What may be connected while it rings; `none` before the server's first word. */
  readonly preconnect: Preconnect;
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

/** All frames about a call that a session asks to have sent until they are answered. */
export type SessionFrame = 'call.invite' | 'call.accept' | 'call.move' | LeaveFrame;

/** One call, as the device sees it. Times are in the device's clock, Unix milliseconds. */
export type CallSession = SessionBase & SessionPhase;

export type EndedSession = Extract<CallSession, { phase: 'ended' }>;

type SessionPhase =
  | { readonly phase: 'dialing'; readonly giveUpAtMs: number }
  | { readonly phase: 'ringing'; readonly ringExpiresAtMs: number }
  /** The other device has accepted, by its own word; the server's is still to come, and decides (CALL-42). */
  | {
      readonly phase: 'provisional';
      readonly remoteDeviceId: DeviceId;
      readonly giveUpAtMs: number;
      readonly acceptedAtMs: number;
      /** Media flows since then; null: not yet. */
      readonly connectedAtMs: number | null;
    }
  /** `early`: the caller's device that is connected with while it rings, the first that offered (CALL-41). */
  | { readonly phase: 'incoming'; readonly ringExpiresAtMs: number; readonly early: DeviceId | null }
  | { readonly phase: 'answering'; readonly giveUpAtMs: number; readonly early: DeviceId | null }
  /** The person here takes the call over from another device of theirs (CALL-54). */
  | { readonly phase: 'moving'; readonly giveUpAtMs: number }
  | {
      readonly phase: 'connecting';
      readonly remoteDeviceId: DeviceId;
      readonly giveUpAtMs: number;
      readonly acceptedAtMs: number;
    }
  | {
      readonly phase: 'connected';
      readonly remoteDeviceId: DeviceId;
      readonly connectedAtMs: number;
      readonly acceptedAtMs: number;
      /** Media is being brought back until then; null while it flows. */
      readonly giveUpAtMs: number | null;
      /** The other device's page has gone away and may come back (CALL-52). */
      readonly peerAway: boolean;
    }
  | ({ readonly phase: 'ended' } & EndOfCall);

export type SessionEvent =
  /** The person here pressed a button. Nothing else ever accepts (CALL-20). */
  | { type: 'accept' }
  /** `busy`: this device is in another call (CALL-33). */
  | { type: 'decline'; busy?: boolean }
  | { type: 'cancel' }
  | { type: 'hangUp' }
  /** The server's word on the call: a frame, a reply, or a line of `welcome`. Times already in the device's clock. */
  | { type: 'told'; call: Call }
  /** The server answered a frame about this call with an error. */
  | { type: 'refused'; frame: SessionFrame; code: ReasonCode }
  /** After a reconnect the server no longer lists the call as live (CALL-10). */
  | { type: 'notListed' }
  /** While it rings here, a device of the caller's offers to connect (CALL-41). */
  | { type: 'preconnectOffered'; from: DeviceId }
  /** The other device says over the data channel that the person there has accepted (CALL-42). */
  | { type: 'peerAccepted'; deviceId: DeviceId }
  | { type: 'mediaConnected' }
  | { type: 'mediaLost' }
  /** The peer connection gave up for good. */
  | { type: 'mediaFailed' }
  /** The other side said goodbye over the data channel. */
  | { type: 'peerHungUp' }
  /** Its page goes away, perhaps to come back (CALL-52). */
  | { type: 'peerAway' }
  | { type: 'peerBack' }
  /** The time that `nextDeadlineMs` named has come. */
  | { type: 'deadline' };

export type SessionEffect =
  /** Send it, and again after each reconnect, until the server answers. */
  | { type: 'send'; frame: SessionFrame; because?: 'completed' | 'failed'; busy?: true }
  /** Answer that device's offer while it rings: through the relay, without a track, nothing opened (CALL-41). */
  | { type: 'preconnect'; remoteDeviceId: DeviceId }
  /** Say over what is connected that the person here has accepted (CALL-42). */
  | { type: 'tellAccept' }
  /** Ask for microphone and camera: the person here has called, accepted, taken over or come back. */
  | { type: 'openMedia' }
  /**
   * Send and receive with the device at the other end; told again for the same device when the server has confirmed
   * what was provisional. `fresh`: on a new peer connection, after a reload or a move (CALL-53).
   */
  | {
      type: 'connect';
      role: 'offer' | 'answer';
      remoteDeviceId: DeviceId;
      route: CallRoute;
      fresh: boolean;
      provisional: boolean;
    }
  /** Stop every track, close the peer connection. */
  | { type: 'closeMedia'; tellPeer: boolean }
  /** Glare: the media that was opened for our own invite now serves this call, in the answering role (CALL-8). */
  | { type: 'adoptMedia'; fromCallId: CallId };
