import { toRelayOnly } from '@parley/core';
import type { CallId, CallRoute, DeviceId, IceServer, Signal } from '@parley/protocol';
import type { CallProblem } from '../api.ts';
import type { Connection } from '../connection/connection.ts';
import type { MediaPorts } from '../ports.ts';
import { HEARTBEAT_MS, parseControl, SILENCE_MS } from './control.ts';
import type { ControlMessage } from './control.ts';
import { LocalMedia } from './local-media.ts';
import { Peer } from './peer.ts';
import { Recovery } from './recovery.ts';
import { SignalSender } from './signals.ts';
import type { MediaView } from './view.ts';

interface CallMediaOptions {
  connection: Pick<Connection, 'request'>;
  callId: CallId;
  relayOnly: boolean;
  camera: boolean;
}

type MediaEventType = 'mediaConnected' | 'mediaLost' | 'mediaFailed' | 'peerHungUp';

interface ConnectTo {
  role: 'offer' | 'answer';
  remoteDeviceId: DeviceId;
  /** What holds for the whole call. */
  route: CallRoute;
}

interface CallMediaHandlers {
  onChange: () => void;
  onEvent: (callId: CallId, type: MediaEventType) => void;
}

/** Signals that arrive before the server's answer to our accept wait for it; more than this are dropped. */
const MOST_HELD = 64;

/**
 * Everything of one call that is seen and heard. It exists only after the person here has placed or accepted the call
 * (CALL-20): making it asks for the microphone.
 */
export class CallMedia {
  readonly #ports: MediaPorts;
  readonly #options: CallMediaOptions;
  readonly #handlers: CallMediaHandlers;
  readonly #local: LocalMedia;
  readonly #remoteStream: MediaStream;
  readonly #certificate: Promise<RTCCertificate | undefined>;
  readonly #recovery = new Recovery(() => this.#restart());
  #callId: CallId;
  #signals: SignalSender;
  readonly #iceServers: Promise<readonly IceServer[]>;
  #giveIceServers: (iceServers: readonly IceServer[]) => void = () => undefined;
  /** The server's word; until then the strictest. */
  #route: CallRoute = 'relay';
  #peer: Promise<Peer | undefined> | undefined;
  #livePeer: Peer | undefined;
  #role: 'offer' | 'answer' | undefined;
  #remoteDeviceId: DeviceId | undefined;
  #held: { from: DeviceId; signal: Signal }[] = [];
  #peerState: { muted: boolean; cameraOn: boolean } = { muted: false, cameraOn: false };
  #problem: CallProblem | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(ports: MediaPorts, options: CallMediaOptions, handlers: CallMediaHandlers) {
    this.#ports = ports;
    this.#options = options;
    this.#handlers = handlers;
    this.#callId = options.callId;
    this.#signals = new SignalSender(options.connection, options.callId);
    this.#remoteStream = ports.createStream();
    this.#iceServers = new Promise((resolve) => {
      this.#giveIceServers = resolve;
    });
    this.#local = new LocalMedia(ports, {
      onTracks: (tracks) => {
        this.#livePeer?.setTracks(tracks);
        this.#tellState();
        this.#changed();
      },
      onProblem: (problem) => {
        this.#problem = problem;
        this.#changed();
      },
    });
    // Made while it rings. Without one the browser makes its own, which is only slower.
    this.#certificate = ports.generateCertificate().catch(() => undefined);
    void this.#local.open(options.camera);
  }

  view(): MediaView {
    return {
      muted: this.#local.muted,
      cameraOn: this.#local.cameraOn,
      peerMuted: this.#peerState.muted,
      peerCameraOn: this.#peerState.cameraOn,
      problem: this.#problem,
      localStream: this.#local.stream,
      remoteStream: this.#remoteStream,
    };
  }

  /** From now on it serves another call: both called at once (CALL-8). */
  serve(callId: CallId): void {
    this.#callId = callId;
    this.#signals = new SignalSender(this.#options.connection, callId);
  }

  /** They come with the server's answer to our invite or accept (CALL-14, PRIV-4); no connection is made before. */
  setPath(route: CallRoute, iceServers: readonly IceServer[]): void {
    this.#setRoute(route);
    this.#giveIceServers(iceServers);
  }

  /** It rings over there: make the offer and gather meanwhile. */
  prepareOffer(): void {
    void this.#withPeer((peer) => peer.prepareOffer());
  }

  /** Both sides agreed. */
  connect({ role, remoteDeviceId, route }: ConnectTo): void {
    this.#setRoute(route);
    this.#role = role;
    this.#remoteDeviceId = remoteDeviceId;
    void this.#withPeer((peer) => {
      if (role === 'offer') peer.sendOffer();
      for (const { from, signal } of this.#held.splice(0)) if (from === remoteDeviceId) peer.receive(signal);
    });
  }

  onSignal(from: DeviceId, signal: Signal): void {
    if (this.#livePeer !== undefined && this.#role !== undefined) {
      if (from === this.#remoteDeviceId) this.#livePeer.receive(signal);
    } else if (this.#held.length < MOST_HELD) this.#held.push({ from, signal });
  }

  /** The socket is back: what it lost is sent again. */
  onSocketBack(): void {
    this.#signals.resume();
  }

  /** Another network: one restart at once. Should that not do, the connection's own state asks for more. */
  onNetworkChange(): void {
    if (this.#role !== undefined) this.#restart();
  }

  setMuted(muted: boolean): void {
    this.#problem = undefined;
    this.#local.setMuted(muted);
  }

  setCamera(on: boolean): void {
    this.#problem = undefined;
    void this.#local.setCamera(on);
  }

  /** Stops every track and closes the connection. */
  close(tellPeer: boolean): void {
    if (this.#closed) return;
    if (tellPeer) this.#tell({ type: 'hangUp' });
    this.#closed = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#silence);
    this.#recovery.stop();
    this.#local.close();
    for (const track of this.#remoteStream.getTracks()) this.#remoteStream.removeTrack(track);
    this.#livePeer?.close();
  }

  /** An accept can make it stricter (PRIV-3): the connection that was prepared is thrown away, nothing of it was told. */
  #setRoute(route: CallRoute): void {
    if (this.#role !== undefined || route === this.#route) return;
    this.#route = route;
    const made = this.#peer;
    this.#peer = undefined;
    this.#livePeer = undefined;
    void made?.then((peer) => peer?.close());
  }

  async #withPeer(use: (peer: Peer) => void): Promise<void> {
    this.#peer ??= this.#createPeer();
    const peer = await this.#peer;
    if (peer !== undefined && !this.#closed) use(peer);
  }

  async #createPeer(): Promise<Peer | undefined> {
    const route = this.#route;
    const [certificate, iceServers] = await Promise.all([this.#certificate, this.#iceServers]);
    if (this.#closed || route !== this.#route) return undefined;
    const isRelayed = this.#options.relayOnly || route === 'relay';
    const pc = this.#ports.createPeerConnection({
      // The wire's arrays are read-only here, the browser's type is not.
      iceServers: iceServers.map(({ urls, username, credential }) => ({
        urls: [...urls],
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      })),
      iceTransportPolicy: isRelayed ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
      ...(certificate === undefined ? {} : { certificates: [certificate] }),
    });
    const peer = new Peer(pc, {
      // The policy lets no other candidate arise; what goes out is looked at all the same (PRIV-7).
      onSignal: (signal) => this.#signals.send(isRelayed ? toRelayOnly(signal) : signal),
      onState: (state) => this.#onState(state),
      onControlText: (text) => this.#onControl(parseControl(text)),
      onControlOpen: () => this.#onControlOpen(),
      onRemoteTrack: (track) => {
        this.#remoteStream.addTrack(track);
        this.#changed();
      },
      onBroken: () => this.#event('mediaFailed'),
    });
    this.#livePeer = peer;
    peer.setTracks(this.#local.tracks);
    return peer;
  }

  #onState(state: RTCPeerConnectionState): void {
    switch (state) {
      case 'connected':
        this.#recovery.onConnected();
        return this.#event('mediaConnected');
      case 'disconnected':
        this.#recovery.onDisconnected();
        return this.#event('mediaLost');
      case 'failed':
        this.#recovery.onFailed();
        return this.#event('mediaLost');
      case 'new':
      case 'connecting':
      case 'closed':
        return undefined;
    }
  }

  #restart(): void {
    if (this.#role === 'offer') this.#livePeer?.restart();
    else this.#livePeer?.askForRestart();
  }

  #onControlOpen(): void {
    this.#tellState();
    this.#heartbeat ??= setInterval(() => this.#tellState(), HEARTBEAT_MS);
  }

  #onControl(message: ControlMessage | undefined): void {
    if (message === undefined || this.#closed) return;
    if (message.type === 'hangUp') return this.#event('peerHungUp');
    this.#listenForSilence();
    const { muted, cameraOn } = message;
    if (muted === this.#peerState.muted && cameraOn === this.#peerState.cameraOn) return;
    this.#peerState = { muted, cameraOn };
    this.#changed();
  }

  /** A heart that stops is noticed before ICE does; one that beats again ends the interruption. */
  #listenForSilence(): void {
    if (this.#silence === undefined && this.#livePeer?.state === 'connected') this.#onState('connected');
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#silence = undefined;
      this.#recovery.onDisconnected();
      this.#event('mediaLost');
    }, SILENCE_MS);
  }

  #tellState(): void {
    this.#tell({ type: 'state', muted: this.#local.muted, cameraOn: this.#local.cameraOn });
  }

  #tell(message: ControlMessage): void {
    this.#livePeer?.tell(JSON.stringify(message));
  }

  #event(type: MediaEventType): void {
    if (!this.#closed) this.#handlers.onEvent(this.#callId, type);
  }

  #changed(): void {
    if (!this.#closed) this.#handlers.onChange();
  }
}
