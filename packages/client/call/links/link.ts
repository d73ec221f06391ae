import type {
  AccountId,
  Attestation,
  CallId,
  DeviceId,
  IceServer,
  IdentityKey,
  OfferSignal,
  Signal,
} from '@parley/protocol';
import type { MediaPorts } from '../../ports.ts';
import { parseControl } from './control.ts';
import type { ControlMessage } from './control.ts';
import { attest, verifyAttestation } from '../identity/index.ts';
import type { DeviceIdentity } from '../identity/index.ts';
import { toBrowsers } from './ice-servers.ts';
import { Peer } from './peer.ts';
import type { Description, SignedFor } from './peer.ts';
import type { OwnTracks, RemoteTracks, Transceivers } from './transceivers.ts';

/** What all connections of one call share. */
export interface LinkContext {
  ports: MediaPorts;
  callId: CallId;
  accountId: AccountId;
  /** The person at the other end. */
  peerId: AccountId;
  isCaller: boolean;
  ownDeviceId: () => DeviceId;
  identity: Promise<DeviceIdentity | undefined>;
  /** Made once, when it is first needed. */
  certificate: () => Promise<RTCCertificate | undefined>;
  serverNowMs: () => number;
}

/** What a connection is to be. */
export interface LinkPlan {
  connection: number;
  offers: boolean;
  policy: RTCIceTransportPolicy;
}

interface LinkOptions extends LinkPlan {
  iceServers: Promise<readonly IceServer[]>;
  /** The device at the other end; a connection that is made for whoever will answer learns it later. */
  deviceId: DeviceId | undefined;
  /** What the other device signs with, as far as known. */
  expectedKey: IdentityKey | undefined;
}

export interface LinkHandlers {
  onSignal: (link: Link, signal: Signal) => void;
  onState: (link: Link) => void;
  onMessage: (link: Link, message: ControlMessage) => void;
  /** The data channel is open. */
  onOpen: (link: Link) => void;
  onNegotiated: (link: Link) => void;
  /** A description that the other device has not signed as it came: nothing of it was applied (CALL-61). */
  onNotGenuine: (link: Link) => void;
  onBroken: (link: Link) => void;
}

/** One peer connection of a call to one device: made when its servers are known, signed, and held back until agreed. */
export class Link {
  readonly connection: number;
  readonly offers: boolean;
  readonly #context: LinkContext;
  readonly #handlers: LinkHandlers;
  readonly #ready: Promise<Peer | undefined>;
  readonly #planned: RTCIceTransportPolicy;
  #deviceId: DeviceId | undefined;
  #key: IdentityKey | undefined;
  #peer: Peer | undefined;
  #closed = false;
  #broken = false;
  /** The server has agreed that these two talk, and by which ways. */
  #agreed: { policy: RTCIceTransportPolicy; iceServers: readonly IceServer[] } | undefined;
  /** Restarts of the other side that came before our own agreement: they may ask for more than the relay. */
  #heldOffers: OfferSignal[] = [];
  #moved = false;

  constructor(context: LinkContext, options: LinkOptions, handlers: LinkHandlers) {
    this.#context = context;
    this.#handlers = handlers;
    this.connection = options.connection;
    this.offers = options.offers;
    this.#planned = options.policy;
    this.#deviceId = options.deviceId;
    this.#key = options.expectedKey;
    this.#ready = this.#create(options);
  }

  get deviceId(): DeviceId | undefined {
    return this.#deviceId;
  }

  /** The key that has signed what came, or that is expected to. */
  get key(): IdentityKey | undefined {
    return this.#key;
  }

  get state(): RTCPeerConnectionState {
    return this.#peer?.state ?? 'new';
  }

  /** It may still carry the call. */
  get usable(): boolean {
    return !this.#closed && !this.#broken && this.state !== 'failed' && this.state !== 'closed';
  }

  get settled(): boolean {
    return this.#peer?.settled ?? false;
  }

  get canTell(): boolean {
    return this.#peer?.canTell ?? false;
  }

  get policy(): RTCIceTransportPolicy {
    return this.#peer?.policy ?? this.#planned;
  }

  get transceivers(): Transceivers | undefined {
    return this.#peer?.transceivers;
  }

  get remoteTracks(): RemoteTracks | undefined {
    return this.#peer?.remoteTracks;
  }

  get descriptions(): { local: string; remote: string } | undefined {
    return this.#peer?.descriptions;
  }

  /** When the latest sound or picture was played; undefined before the first. */
  get newestMedia(): number | undefined {
    return this.#closed ? undefined : this.#peer?.newestMedia;
  }

  readStats(): Promise<RTCStatsReport> | undefined {
    return this.#closed ? undefined : this.#peer?.readStats();
  }

  /** This connection was made for whoever answers: it is that device. */
  assign(deviceId: DeviceId): void {
    this.#deviceId = deviceId;
  }

  prepareOffer(): void {
    this.#use((peer) => peer.prepareOffer());
  }

  sendOffer(): void {
    this.#use((peer) => peer.sendOffer());
  }

  async takeOffer(): Promise<OfferSignal | undefined> {
    return await (await this.#ready)?.takeOffer();
  }

  /** The first offer for whichever device will answer, without an address. */
  async takeOpenOffer(): Promise<OfferSignal | undefined> {
    return await (await this.#ready)?.takeOpenOffer();
  }

  answerOpen(offer: OfferSignal): void {
    this.#use((peer) => peer.answerOpen(offer));
  }

  receive(signal: Signal): void {
    // The first offer is answered through the relay; a later one may ask for a direct path, which needs the server's word.
    if (signal.kind === 'offer' && signal.negotiation > 1 && this.#agreed === undefined) {
      this.#heldOffers = [...this.#heldOffers.slice(-7), signal];
    } else this.#use((peer) => peer.receive(signal));
  }

  setTracks(tracks: OwnTracks): void {
    this.#use((peer) => peer.setTracks(tracks));
  }

  setRedundantSound(on: boolean): void {
    this.#use((peer) => peer.setRedundantSound(on));
  }

  restart(): void {
    this.#use((peer) => peer.restart());
  }

  /** The server's word: these two talk, by this policy (CALL-43). */
  agree(policy: RTCIceTransportPolicy, iceServers: readonly IceServer[]): void {
    this.#agreed = { policy, iceServers };
    this.#use((peer) => {
      if (policy !== peer.policy && !this.offers) peer.configureIce(iceServers, policy);
      for (const offer of this.#heldOffers.splice(0)) peer.receive(offer);
      this.#moveWhenSettled(peer);
    });
  }

  tell(message: ControlMessage): void {
    if (!this.#closed) this.#peer?.tell(JSON.stringify(message));
  }

  close(): void {
    this.#closed = true;
    this.#peer?.close();
  }

  #use(use: (peer: Peer) => void): void {
    void this.#ready.then((peer) => {
      if (peer !== undefined && !this.#closed) use(peer);
    });
  }

  /** One restart opens the direct path; what flows through the relay flows on until that is there (CALL-43). */
  #moveWhenSettled(peer: Peer): void {
    if (this.#agreed === undefined || !this.offers || this.#moved || this.#agreed.policy === peer.policy)
      return;
    if (!peer.settled || peer.state === 'new' || peer.state === 'connecting') return;
    this.#moved = true;
    peer.configureIce(this.#agreed.iceServers, this.#agreed.policy);
    peer.restart();
  }

  async #create(options: LinkOptions): Promise<Peer | undefined> {
    const { ports } = this.#context;
    const [certificate, iceServers] = await Promise.all([this.#context.certificate(), options.iceServers]);
    if (this.#closed) return undefined;
    const pc = ports.createPeerConnection({
      iceServers: toBrowsers(iceServers),
      iceTransportPolicy: options.policy,
      bundlePolicy: 'max-bundle',
      ...(certificate === undefined ? {} : { certificates: [certificate] }),
    });
    const { connection, offers, policy } = options;
    const peer = new Peer(
      pc,
      {
        connection,
        offers,
        policy,
        listCodecs: ports.listCodecs,
        attest: (kind, negotiation, sdp, signedFor) => this.#attest({ kind, negotiation }, sdp, signedFor),
        isGenuine: (description, signedFor) => this.#isGenuine(description, signedFor),
      },
      {
        onSignal: (signal) => this.#handlers.onSignal(this, signal),
        onState: () => {
          this.#moveWhenSettled(peer);
          this.#handlers.onState(this);
        },
        onControlText: (text) => {
          const message = parseControl(text);
          if (message !== undefined) this.#handlers.onMessage(this, message);
        },
        onControlOpen: () => this.#handlers.onOpen(this),
        onNegotiated: () => {
          this.#moveWhenSettled(peer);
          this.#handlers.onNegotiated(this);
        },
        onBroken: () => {
          this.#broken = true;
          this.#handlers.onBroken(this);
        },
      },
    );
    this.#peer = peer;
    return peer;
  }

  async #attest(
    description: Pick<Description, 'kind' | 'negotiation'>,
    sdp: string,
    signedFor: SignedFor,
  ): Promise<Attestation> {
    const identity = await this.#context.identity;
    const { callId, peerId, ownDeviceId, serverNowMs } = this.#context;
    const to = signedFor === 'account' ? peerId : this.#deviceId;
    if (identity === undefined || to === undefined) throw new Error('nobody to sign as, or for');
    const { kind, negotiation } = description;
    const { connection } = this;
    const place = { kind, callId, fromDeviceId: ownDeviceId(), to, connection, negotiation };
    return await attest(identity, place, sdp, serverNowMs());
  }

  async #isGenuine(description: Description, signedFor: SignedFor): Promise<boolean> {
    const fromDeviceId = this.#deviceId;
    if (fromDeviceId === undefined) return false;
    const { callId, accountId, ownDeviceId, serverNowMs } = this.#context;
    const { kind, negotiation, sdp, attestation } = description;
    const to = signedFor === 'account' ? accountId : ownDeviceId();
    const { connection } = this;
    const place = { kind, callId, fromDeviceId, to, connection, negotiation };
    const verdict = await verifyAttestation(attestation, place, sdp, serverNowMs(), this.#key);
    if (verdict.ok) this.#key = attestation.key;
    else this.#handlers.onNotGenuine(this);
    return verdict.ok;
  }
}
