import type {
  AccountId,
  CallId,
  CallReceipt,
  CallRoute,
  DeviceId,
  Down,
  IceServer,
  OfferSignal,
  ReachableDevice,
  Up,
} from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import type { DeviceIdentity, Pins } from './identity/index.ts';
import type { DeviceChoices } from './media/device-choices.ts';
import type { Preparation } from './links/preparation.ts';
import type { MediaView } from './view.ts';

/** What all calls of a client share. */
export interface CallMediaParts {
  connection: Pick<Connection, 'request' | 'deviceId' | 'clock'>;
  /** Undefined: this device cannot sign, so nobody connects with it. */
  identity: Promise<DeviceIdentity | undefined>;
  pins: Pins;
  /** The client asks for the relay whatever the route allows. */
  relayOnly: boolean;
  /** What the person chose to hear, see and speak with, and "use less data". */
  devices: DeviceChoices;
}

/** What holds for one call from its first moment here. */
export interface CallMediaOptions extends CallMediaParts {
  callId: CallId;
  /** Whose keys are pinned. */
  peerId: AccountId;
  accountId: AccountId;
  /** This account placed the call, whichever of its devices did. */
  isCaller: boolean;
  /** Number of the first peer connection that this device offers (CALL-53): 1, more after a reload or a move. */
  firstConnection: number;
  /** Connections made before the click; the call takes them over. */
  preparation: Preparation | undefined;
}

/** `connect` may come again for the same device: provisional first, then the server's word (CALL-42). */
export interface ConnectTo {
  role: 'offer' | 'answer';
  remoteDeviceId: DeviceId;
  route: CallRoute;
  /** Begin a new connection, or, answering, wait for one: after a reload or a move (CALL-52, CALL-54). */
  fresh: boolean;
  /** Only the other device has said so yet: no move to a direct path before the server agrees. */
  provisional: boolean;
}

/** What the media tells the session of its call. */
export type MediaEvent =
  | { type: 'mediaConnected' | 'mediaLost' | 'mediaFailed' | 'peerHungUp' | 'peerAway' | 'peerBack' }
  | { type: 'peerAccepted'; deviceId: DeviceId };

export interface CallMediaHandlers {
  onChange: () => void;
  onEvent: (callId: CallId, event: MediaEvent) => void;
}

/** A signal with its place (CALL-51). */
export type SignalFrame = Pick<Down<'call.signalled'>, 'run' | 'seq' | 'signal'>;

/** Offers that travel in the invite (CALL-41). */
export type InviteOffers = NonNullable<Up<'call.invite'>['offers']>;

/** Everything of one call that is seen and heard. Making it touches nothing of the platform. */
export interface CallLink {
  /** Microphone, and the camera where asked: the person here placed, accepted or resumed the call. */
  open: (camera: boolean) => void;
  /** Accepted, and nothing was connected while it rang: answers what the caller has offered to whoever would (CALL-45). */
  answerOpen: (from: DeviceId, offer: OfferSignal) => void;
  /** Local only, by a press of the person, before the accept. */
  preview: (on: boolean) => void;
  /** The preparation's, none without one; as the invite is sent. Soon, and never rejected. */
  inviteOffers: () => Promise<InviteOffers>;
  setPath: (route: CallRoute, iceServers: readonly IceServer[]) => void;
  /** While it rings: the devices of the callee's that may be connected; those with a prepared offer are known already. */
  offerTo: (devices: readonly ReachableDevice[], earlyVideo: boolean) => void;
  answerEarly: (remoteDeviceId: DeviceId) => void;
  tellAccept: () => void;
  connect: (to: ConnectTo) => void;
  onSignal: (from: DeviceId, frame: SignalFrame) => void;
  onSocketBack: () => void;
  /** The server's word: that device has lost its connection to it, and may have gone (CALL-39). */
  onPeerGone: (deviceId: DeviceId) => void;
  onNetworkChange: () => void;
  /** The page goes away and means to come back (CALL-52). */
  goAway: () => void;
  close: (tellPeer: boolean) => void;
  /** Both called at once: from now on it serves that call. */
  serve: (callId: CallId, isCaller: boolean) => void;
  setMuted: (muted: boolean) => void;
  setCamera: (on: boolean) => void;
  setScreen: (on: boolean) => void;
  switchCamera: () => void;
  confirmEncryption: () => void;
  denyEncryption: () => void;
  /** The highest number of a peer connection of this call: a reloaded page begins above it. */
  lastConnection: () => number;
  /** What the server has handed out for this call so far. */
  iceServers: () => readonly IceServer[];
  view: () => MediaView;
  /** How it went; undefined where media never flowed. */
  receipt: () => CallReceipt | undefined;
}
