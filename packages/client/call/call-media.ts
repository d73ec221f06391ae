import type {
  CallId,
  CallReceipt,
  CallRoute,
  DeviceId,
  IceServer,
  OfferSignal,
  ReachableDevice,
} from '@parley/protocol';
import type { CallProblem } from '../api.ts';
import type { MediaPorts } from '../ports.ts';
import { CallQuality } from './call-quality.ts';
import type { ControlMessage, PeerState } from './links/control.ts';
import { CallEncryptionCheck } from './encryption.ts';
import type { Link } from './links/link.ts';
import type { Links } from './links/links.ts';
import { Liveness } from './links/liveness.ts';
import { LocalMedia } from './media/local-media.ts';
import type {
  CallLink,
  CallMediaHandlers,
  CallMediaOptions,
  ConnectTo,
  InviteOffers,
  MediaEvent,
  SignalFrame,
} from './media-types.ts';
import { PeerSide } from './peer-side.ts';
import { createLinks } from './links/preparation.ts';
import { Pulse } from './pulse.ts';
import type { MediaView } from './view.ts';

/**
 * Everything of one call that is seen and heard. Making it touches nothing; the microphone waits for `open`, which only
 * a press of the person here leads to (CALL-20).
 */
export class CallMedia implements CallLink {
  readonly #ports: MediaPorts;
  readonly #options: CallMediaOptions;
  readonly #handlers: CallMediaHandlers;
  readonly #local: LocalMedia;
  readonly #peerSide: PeerSide;
  readonly #quality: CallQuality;
  readonly #pulse: Pulse;
  #callId: CallId;
  #isCaller: boolean;
  #links: Links;
  #liveness: Liveness;
  #encryption: CallEncryptionCheck;
  #route: CallRoute | undefined;
  #earlyVideo = false;
  /** `provisionally`: the callee's device has accepted, and the server has not said yet whether it was the first. */
  #agreed: 'no' | 'provisionally' | 'yes' = 'no';
  #problem: CallProblem | undefined;
  #restarts = 0;
  #closed = false;

  constructor(ports: MediaPorts, options: CallMediaOptions, handlers: CallMediaHandlers) {
    this.#ports = ports;
    this.#options = options;
    this.#handlers = handlers;
    this.#callId = options.callId;
    this.#isCaller = options.isCaller;
    this.#peerSide = new PeerSide(ports);
    this.#local = new LocalMedia(
      ports,
      {
        onTracks: () => this.#putTracks(),
        onChange: () => this.#changed(),
        onProblem: (problem) => this.#onProblem(problem),
        onReplaced: (device) => this.#quality.tellReplaced(device),
      },
      options.devices,
    );
    this.#quality = this.#createQuality();
    this.#pulse = new Pulse({
      links: () => this.#links,
      state: () => this.#ownState(),
      onTick: () => this.#encryption.tick(),
    });
    this.#links = options.preparation?.links ?? createLinks(ports, options, options);
    this.#liveness = this.#createLiveness();
    this.#encryption = this.#createEncryption();
    this.#listen();
  }

  view(): MediaView {
    const peer = this.#peerSide;
    return {
      preconnected: this.#agreed === 'no' && this.#links.all.some(({ state }) => state === 'connected'),
      path: this.#agreed === 'no' ? undefined : this.#quality.path,
      muted: this.#local.muted,
      cameraOn: this.#local.cameraOn,
      screenOn: this.#local.screenOn,
      peerMuted: peer.state.muted,
      peerCameraOn: peer.state.cameraOn,
      peerScreenOn: peer.state.screenOn,
      problem: this.#problem,
      hints: this.#quality.hints,
      encryption: this.#encryption.view,
      canShareScreen: this.#local.canShareScreen,
      canSwitchCamera: this.#local.canSwitchCamera,
      localStream: this.#local.stream,
      remoteStream: peer.stream,
      remoteScreen: peer.state.screenOn ? peer.screen : undefined,
    };
  }

  receipt(): CallReceipt | undefined {
    return this.#quality.receipt({ restarts: this.#restarts, verified: this.#encryption.confirmed });
  }

  lastConnection(): number {
    return this.#links.lastConnection;
  }

  iceServers(): readonly IceServer[] {
    return this.#links.iceServers;
  }

  open(camera: boolean): void {
    this.#links.warmUp();
    void this.#local.open(camera);
  }

  answerOpen(from: DeviceId, offer: OfferSignal): void {
    if (this.#route !== undefined) this.#links.answerOpen(from, offer, this.#route);
  }

  preview(on: boolean): void {
    void this.#local.preview(on);
  }

  serve(callId: CallId, isCaller: boolean): void {
    this.#callId = callId;
    this.#isCaller = isCaller;
    this.#links.handlers = undefined;
    this.#links.close();
    this.#liveness.stop();
    this.#links = createLinks(this.#ports, this.#options, { ...this.#options, callId, isCaller });
    this.#liveness = this.#createLiveness();
    this.#encryption = this.#createEncryption();
    this.#agreed = 'no';
    this.#listen();
  }

  inviteOffers(): Promise<InviteOffers> {
    return this.#options.preparation?.offers().catch(() => []) ?? Promise.resolve([]);
  }

  setPath(route: CallRoute, iceServers: readonly IceServer[]): void {
    this.#route = route;
    this.#links.setIceServers(iceServers);
  }

  offerTo(devices: readonly ReachableDevice[], earlyVideo: boolean): void {
    this.#earlyVideo = earlyVideo;
    if (earlyVideo) this.#links.setEarlyVideo(this.#local.tracks.video);
    if (this.#route !== undefined) this.#links.offerTo(devices, this.#route);
  }

  answerEarly(remoteDeviceId: DeviceId): void {
    this.#local.foresee();
    this.#links.answerEarly(remoteDeviceId);
  }

  /** At once, beside the server, and with each heartbeat until it is heard. */
  tellAccept(): void {
    this.#agreed = 'provisionally';
    this.#pulse.accept();
    this.#links.carryEarly();
  }

  connect(to: ConnectTo): void {
    this.#route = to.route;
    this.#agreed = to.provisional ? 'provisionally' : 'yes';
    this.#links.setTracks(this.#local.tracks);
    this.#links.agree(to);
    this.#pulse.start();
    this.#pulse.sayState();
    const { current } = this.#links;
    // Later: the session's step that led here is not finished yet.
    if (current?.state === 'connected') queueMicrotask(() => this.#liveness.onState(current));
  }

  onSignal(from: DeviceId, frame: SignalFrame): void {
    this.#links.onSignal(from, frame);
  }

  onSocketBack(): void {
    this.#links.onSocketBack();
  }

  onPeerGone(deviceId: DeviceId): void {
    if (this.#agreed !== 'no' && this.#links.current?.deviceId === deviceId) this.#liveness.onGone();
  }

  /** Another network: one restart at once. Should that not do, the connection's own state asks for more. */
  onNetworkChange(): void {
    if (this.#agreed !== 'no') this.#restart();
  }

  goAway(): void {
    this.#pulse.goAway();
  }

  setMuted(muted: boolean): void {
    this.#problem = undefined;
    this.#local.setMuted(muted);
    this.#pulse.sayState();
  }

  setCamera(on: boolean): void {
    this.#problem = undefined;
    void this.#local.setCamera(on);
  }

  setScreen(on: boolean): void {
    this.#problem = undefined;
    void this.#local.setScreen(on);
  }

  switchCamera(): void {
    void this.#local.switchCamera();
  }

  confirmEncryption(): void {
    this.#encryption.confirm();
  }

  denyEncryption(): void {
    this.#encryption.deny();
  }

  /** Stops every track and closes the connections. */
  close(tellPeer: boolean): void {
    if (this.#closed) return;
    if (tellPeer) this.#links.current?.tell({ type: 'hangUp' });
    this.#closed = true;
    this.#pulse.stop();
    this.#liveness.stop();
    this.#quality.stop();
    this.#local.close();
    this.#peerSide.clear();
    this.#links.close();
  }

  #createQuality(): CallQuality {
    return new CallQuality(
      {
        link: () => this.#links.current,
        circumstances: () => ({
          speaking: this.#local.tracks.audio !== undefined && !this.#local.muted,
          addressHidden: this.#route === 'relay',
          peerVideoPaused: this.#peerSide.state.videoPaused,
        }),
        lessData: this.#options.devices.lessData,
      },
      {
        onChange: () => this.#changed(),
        onNothingReceived: () => this.#liveness.onSilence(),
        onSending: () => this.#pulse.sayState(),
      },
    );
  }

  #createLiveness(): Liveness {
    return new Liveness({
      onEvent: (type) => this.#event({ type }),
      newestMedia: () => this.#links.current?.newestMedia,
      restart: () => this.#restart(),
      renew: () => {
        this.#restarts += 1;
        this.#links.renew();
      },
    });
  }

  #createEncryption(): CallEncryptionCheck {
    const { peerId, identity, pins } = this.#options;
    return new CallEncryptionCheck(
      { callId: this.#callId, peerId, isCaller: this.#isCaller, identity, pins },
      () => this.#changed(),
      () => this.#onProblem('notGenuine'),
    );
  }

  #listen(): void {
    this.#links.handlers = {
      onState: (link) => this.#onState(link),
      onMessage: (link, message) => this.#onMessage(link, message),
      onOpen: () => this.#pulse.sayAll(),
      onNegotiated: (link) => this.#onNegotiated(link),
      onNotGenuine: () => this.#onProblem('notGenuine'),
      onBroken: (link) => {
        if (this.#agreed !== 'no' && link === this.#links.current) this.#liveness.onBroken();
      },
      onPromoted: (link) => this.#onPromoted(link),
      onRenewedThere: () => this.#liveness.onRenewedThere(),
    };
  }

  #onState(link: Link): void {
    if (this.#agreed !== 'no' && link === this.#links.current) this.#liveness.onState(link);
    this.#changed();
  }

  /** This connection carries the call: it is heard and seen, and what is sent over it is kept in bounds. */
  #onPromoted(link: Link): void {
    if (link.settled) this.#onNegotiated(link);
    if (link.state === 'connected' && this.#agreed !== 'no') this.#liveness.onState(link);
    this.#changed();
  }

  #onNegotiated(link: Link): void {
    const { remoteTracks } = link;
    if (this.#closed) return;
    if (this.#agreed === 'no') {
      // What the caller shows while it rings is not shown before the person here has accepted (CALL-44).
      this.#quality.prepare(link);
      if (!this.#isCaller) void this.#encryption.meet(link);
      return;
    }
    if (link !== this.#links.current) return;
    this.#quality.carry(link);
    if (remoteTracks !== undefined) this.#peerSide.show(remoteTracks);
    this.#quality.start();
    void this.#encryption.begin(link);
    this.#changed();
  }

  #onMessage(link: Link, message: ControlMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'accept':
        // The callee's word, which only a caller hears; that its own side is told ends its repeating (CALL-42).
        if (!this.#isCaller || link.deviceId === undefined) return;
        if (this.#agreed === 'no') this.#event({ type: 'peerAccepted', deviceId: link.deviceId });
        return this.#pulse.sayState();
      case 'state':
        this.#pulse.onHeard();
        if (link !== this.#links.current || this.#agreed === 'no') return;
        this.#liveness.onBeat(link);
        if (this.#peerSide.take(message)) this.#changed();
        return;
      case 'hangUp':
        if (link === this.#links.current && this.#agreed !== 'no') this.#event({ type: 'peerHungUp' });
        return;
      case 'away':
        if (link === this.#links.current && this.#agreed !== 'no') this.#liveness.onAway();
        return;
      case 'emojiCommit':
      case 'emojiReveal':
        return this.#encryption.onMessage(link, message);
    }
  }

  #restart(): void {
    this.#restarts += 1;
    this.#links.restart();
  }

  #putTracks(): void {
    const { tracks } = this.#local;
    if (this.#earlyVideo && this.#agreed === 'no') this.#links.setEarlyVideo(tracks.video);
    if (this.#agreed !== 'no') {
      this.#links.setTracks(tracks);
      this.#quality.refresh();
    }
    this.#pulse.sayState();
    this.#changed();
  }

  #ownState(): Omit<PeerState, 'type'> | undefined {
    if (this.#agreed === 'no') return undefined;
    const { muted, cameraOn, screenOn } = this.#local;
    return { muted, cameraOn, screenOn, videoPaused: cameraOn && !this.#quality.videoAllowed };
  }

  #onProblem(problem: CallProblem): void {
    this.#problem = problem;
    this.#changed();
  }

  #event(event: MediaEvent): void {
    if (!this.#closed) this.#handlers.onEvent(this.#callId, event);
  }

  #changed(): void {
    if (!this.#closed) this.#handlers.onChange();
  }
}
