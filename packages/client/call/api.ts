import type {
  CallFilter,
  CallId,
  CallKind,
  CallOutcome,
  CallRating,
  CallRecord,
  CallRoute,
  ConversationId,
  Person,
} from '@parley/protocol';
import type { ParleyErrorCode } from '../error.ts';
import type { ReadableStore } from '../readable-store.ts';

export type CallPhase = 'dialing' | 'ringing' | 'incoming' | 'connecting' | 'connected' | 'ended';

/** Why a call cannot start or has ended early; the app words it. */
export type CallProblem =
  | 'microphoneDenied'
  | 'microphoneMissing'
  | 'cameraDenied'
  | 'cameraMissing'
  | 'screenDenied'
  | 'noRoute'
  /** An offer or answer was not what the other device has signed (CALL-61): nothing was connected on it. */
  | 'notGenuine';

/**
 * One line of the call bar, as data; the app words it. The most urgent comes first, and each is said only while it is
 * true (docs/spec/quality.md).
 */
export type CallHint =
  /** They can't hear me: the microphone gives nothing but silence though it is not muted. */
  | { kind: 'microphoneSilent' }
  /** Nothing has come for so long; another route is being tried. */
  | { kind: 'nothingReceived'; sinceMs: number }
  | { kind: 'uploadLoss'; percent: number; videoLowered: boolean }
  | { kind: 'downloadLoss'; percent: number }
  /** My video is off because the link carries only sound; it comes back by itself. */
  | { kind: 'videoPaused' }
  /** Their video is off for the same reason. */
  | { kind: 'peerVideoPaused' }
  | { kind: 'deviceReplaced'; device: 'microphone' | 'camera' }
  | { kind: 'relayed' };

/** What of the encryption can be shown and checked (docs/spec/encryption.md). */
export interface CallEncryption {
  /** Four emoji, the same on both sides unless somebody is in between; absent until both devices have revealed. */
  emoji?: readonly string[];
  /** The other device's key: met for the first time with this person, known, or another than those known. */
  peerKey: 'first' | 'known' | 'changed';
  /** The emoji were confirmed with this key, in this call or an earlier one. */
  verified: boolean;
}

/**
 * One call as a page shows it. An absent action is not allowed in this phase.
 * Streams are stable objects: bind them to an element once.
 */
export interface CallView {
  callId: CallId;
  peer: Person;
  kind: CallKind;
  direction: 'outgoing' | 'incoming';
  phase: CallPhase;
  /**
   * How media may travel (docs/spec/privacy.md). `exposed` and `incoming`: tell the person that accepting shows their
   * network address to the caller, before they can. Absent until the server has answered.
   */
  route?: CallRoute;
  /** When the ring ends (server time turned into local Unix ms); in `ringing` and `incoming`. */
  ringExpiresAtMs?: number;
  /** The path is connected already, while it rings; nothing is sent on it before the accept (CALL-40). */
  preconnected: boolean;
  /** Where media travels at this moment; absent until it does. */
  path?: 'direct' | 'relay';
  /** Local Unix ms; set once media flows. */
  connectedAtMs?: number;
  /** In `ended`. */
  ended?: {
    outcome: CallOutcome;
    /** It was taken or refused on another device of mine. */
    elsewhere: boolean;
    durationMs: number;
    /** The invite was refused: the wire code. */
    refused?: ParleyErrorCode;
  };
  /** Media had connected and is being brought back. */
  reconnecting: boolean;
  /** The other device's page has gone away and may come back within seconds (CALL-52); `reconnecting` is true too. */
  peerAway: boolean;
  muted: boolean;
  cameraOn: boolean;
  peerMuted: boolean;
  peerCameraOn: boolean;
  /** Not fatal: told once, e.g. the camera was refused and the call goes on with audio. */
  problem?: CallProblem;
  /** Sentences of the call bar, most urgent first; empty when there is nothing to say. */
  hints: readonly CallHint[];
  /** Undefined until the other device has proved its key. */
  encryption: CallEncryption | undefined;
  screenOn: boolean;
  peerScreenOn: boolean;
  /** Own picture and sound; while it rings here: the preview that the person has opened. */
  localStream: MediaStream | undefined;
  remoteStream: MediaStream | undefined;
  /** The other side's shared screen. */
  remoteScreen: MediaStream | undefined;
  actions: {
    /** Ends the call that this device is in, if any (CALL-27). */
    accept?: (options?: { camera?: boolean }) => void;
    /** While this device is in another call, the caller may hear that it is busy (CALL-33). */
    decline?: () => void;
    /** While it rings here: the own camera and microphone, seen by nobody else; by a press of the person only. */
    setPreview?: (on: boolean) => void;
    cancel?: () => void;
    hangUp?: () => void;
    setMuted?: (muted: boolean) => void;
    setCamera?: (on: boolean) => void;
    /** Absent where the platform cannot share a screen. */
    setScreen?: (on: boolean) => void;
    /** Front to back and back again; absent where there is only one camera. */
    switchCamera?: () => void;
    /** The two people have compared the emoji. */
    confirmEncryption?: () => void;
    /** They have, and the emoji differ: the other device's key is a stranger's again (CALL-68). */
    denyEncryption?: () => void;
    /** After the end, once. */
    rate?: (rating: CallRating) => void;
    /** Forget an ended call; the page closes it. */
    dismiss?: () => void;
  };
}

export interface CallsState {
  /**
   * The call that this device places or is in, until dismissed. An ended one dismisses itself: after 1.2 s where the
   * person here hung up or cancelled, otherwise after 4 s.
   */
  current: CallView | undefined;
  /** Calls that ring here, the oldest first. */
  incoming: readonly CallView[];
  /** Calls that run on other devices of mine. */
  elsewhere: readonly CallElsewhere[];
}

/** A call that runs on another device of mine and can be taken over (CALL-34). */
export interface CallElsewhere {
  callId: CallId;
  /** Undefined until it has been looked up. */
  peer: Person | undefined;
  kind: CallKind;
  acceptedAtMs: number;
  /** Absent while this device is in a call. */
  continueHere?: () => void;
}

/** What can be heard, seen and spoken with here. Names are empty until the person has allowed a microphone or camera. */
export interface CallDevices {
  microphones: readonly DeviceChoice[];
  cameras: readonly DeviceChoice[];
  /** Empty where the platform does not let a page choose. */
  speakers: readonly DeviceChoice[];
  /** What the person chose; undefined: the system's choice. Outlives the page. */
  chosen: { microphone: string | undefined; camera: string | undefined; speaker: string | undefined };
}

export interface DeviceChoice {
  deviceId: string;
  label: string;
}

/** Choosing takes effect in the running call at once. */
export interface CallDevicesApi {
  state: ReadableStore<CallDevices>;
  /** Reads the list again; asks for no permission. */
  refresh: () => Promise<void>;
  choose: (kind: keyof CallDevices['chosen'], deviceId: string | undefined) => void;
  /** "Use less data": 300 kbit/s at most. Outlives the page. */
  lessData: ReadableStore<boolean>;
  setLessData: (on: boolean) => void;
}

export interface CallsApi {
  state: ReadableStore<CallsState>;
  /**
   * Rings a person. The outcome shows in `state`; refusals end the view with `ended.refused`. Where that person rings
   * here already it accepts instead, and returns that call's id (CALL-8).
   * @throws ParleyError `already_in_call` while this device is in a call
   */
  place: (peer: Person, kind: CallKind) => CallId;
  /**
   * The person may be about to call: everything that a call needs is fetched and made now, without a question to the
   * person and without a word to the callee. Harmless to repeat; dropped when no call follows.
   */
  intend: (peer: Pick<Person, 'id'>) => void;
  devices: CallDevicesApi;
  /** One call by id while it is known here. */
  get: (callId: CallId) => CallView | undefined;
  /**
   * Resolves when the call is in this phase or past it; rejects when it ended before, or is not known here. For
   * programs. Without media an accepted call counts as connected.
   */
  until: (callId: CallId, phase: CallPhase) => Promise<CallView>;
  /** Called for each call that begins to ring here. Returns the way to stop listening. */
  onIncoming: (listener: (call: CallView) => void) => () => void;
  /** Called once for each missed call that happens while connected: the notice. */
  onMissed: (
    listener: (missed: {
      callId: CallId;
      peer: Person;
      conversationId: ConversationId;
      kind: CallKind;
    }) => void,
  ) => () => void;
  /** Past calls, the latest first. `missed`: incoming ones that nobody here answered. */
  history: (page?: { beforeMs?: number; filter?: CallFilter }) => Promise<readonly CallRecord[]>;
  /** Removes one past call from one's own history; the row in the thread stays. */
  remove: (callId: CallId) => Promise<void>;
  removeAll: () => Promise<void>;
}
