import type { CallRoute, DeviceId, IceServer, OfferSignal, ReachableDevice } from '@parley/protocol';
import type { Connection } from '../../connection/connection.ts';
import type { ControlMessage } from './control.ts';
import { EarlyLinks } from './early-links.ts';
import { CallIceServers } from './ice-servers.ts';
import { Link } from './link.ts';
import type { LinkContext, LinkPlan } from './link.ts';
import type { ConnectTo, InviteOffers, SignalFrame } from '../media-types.ts';
import { Spare } from './spare.ts';
import { Remotes } from './remotes.ts';
import type { Remote } from './remotes.ts';
import type { PlacedSignal } from './signals.ts';
import type { OwnTracks } from './transceivers.ts';

/** An answering side that was offered nothing asks after this long, in milliseconds. */
const ASK_MS = 1_500;
const NOTHING: OwnTracks = { audio: undefined, video: undefined, screen: undefined };

export interface LinksOptions {
  connection: Pick<Connection, 'request'>;
  /** The client asks for the relay whatever the route allows. */
  relayOnly: boolean;
  /** The number of the first connection that is begun here, to a device that none is known with. */
  firstConnection: number;
}

/** What the connections of a call tell whoever shows it. */
export interface LinksHandlers {
  onState: (link: Link) => void;
  onMessage: (link: Link, message: ControlMessage) => void;
  onOpen: (link: Link) => void;
  onNegotiated: (link: Link) => void;
  onNotGenuine: () => void;
  onBroken: (link: Link) => void;
  /** Another connection carries the call now: the new one is there. */
  onPromoted: (link: Link) => void;
  /** The other side has begun a new connection. */
  onRenewedThere: () => void;
}

/** What is known of how this call may travel. */
interface Agreement {
  deviceId: DeviceId;
  policy: RTCIceTransportPolicy;
  provisional: boolean;
}

/**
 * The connections of one call: up to four while it rings, one that carries it, and one that is to take over from that.
 * Signals find their connection here, and each offer and answer its number.
 */
export class Links {
  handlers: LinksHandlers | undefined;
  readonly #context: LinkContext;
  readonly #options: LinksOptions;
  readonly #remotes: Remotes;
  readonly #servers = new CallIceServers();
  #agreement: Agreement | undefined;
  #current: Link | undefined;
  #next: Link | undefined;
  readonly #early: EarlyLinks;
  readonly #spare = new Spare();
  #tracks: OwnTracks = NOTHING;
  #ask: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  constructor(context: LinkContext, options: LinksOptions) {
    this.#context = context;
    this.#options = options;
    this.#remotes = new Remotes({
      send: async (toDeviceId, { run, seq, signal }) =>
        await options.connection.request('call.signal', {
          callId: context.callId,
          toDeviceId,
          run,
          seq,
          signal,
        }),
      onSignal: (remote, placed) => this.#onDue(remote, placed),
      onLost: () => this.restart(),
    });
    this.#early = new EarlyLinks(this.#remotes, (remote, plan) => this.#addLink(remote, plan));
  }

  /** What carries the call. */
  get current(): Link | undefined {
    return this.#current;
  }

  get all(): readonly Link[] {
    return this.#remotes.links;
  }

  /** The greatest number of a connection of this call. */
  get lastConnection(): number {
    return Math.max(0, ...this.#remotes.all.map(({ last }) => last));
  }

  get iceServers(): readonly IceServer[] {
    return this.#servers.known;
  }

  setIceServers(iceServers: readonly IceServer[]): void {
    this.#servers.set(iceServers);
  }

  /** Makes connections to devices of the callee's and gathers; nothing of it is told (CALL-40). */
  prepareTo(devices: readonly ReachableDevice[]): void {
    for (const link of this.#early.begin(devices)) link.prepareOffer();
  }

  /** The offers to those devices, to travel with the invite. */
  takeOffers(): Promise<InviteOffers> {
    return this.#early.takeOffers();
  }

  /**
   * It rings over there, and the server knows the call: what was found meanwhile may follow the offers, and devices that
   * were offered nothing yet are. Where nothing may be connected, the offer is for whoever will answer.
   */
  offerTo(devices: readonly ReachableDevice[], route: CallRoute): void {
    this.#remotes.release();
    if (this.#agreement !== undefined) return;
    for (const link of this.#early.begin(devices)) link.sendOffer();
    if (this.#remotes.links.length === 0) void this.#offerOpenly(route);
  }

  /** A call is about to be made of this: what takes a while is begun. */
  warmUp(): void {
    void this.#context.certificate();
  }

  /** Accepted: answers what the caller offered to whoever would; nothing is told before the two are agreed (CALL-45). */
  answerOpen(deviceId: DeviceId, offer: OfferSignal, route: CallRoute): void {
    if (this.#agreement !== undefined || this.#remotes.links.length > 0) return;
    this.#remotes.pause();
    const plan = { connection: offer.connection, offers: false, policy: this.#policyFor(route) };
    this.#addLink(this.#remotes.of(deviceId), plan).answerOpen(offer);
  }

  /** Answers what this device has offered, or will, while it rings here (CALL-41). */
  answerEarly(deviceId: DeviceId): void {
    if (this.#agreement !== undefined) return;
    this.#remotes.of(deviceId).early = true;
    this.#remotes.takeHeld(deviceId);
  }

  /** The person here has accepted: what the caller offered carries the call at once, whatever the server will say. */
  carryEarly(): void {
    const link = this.all.findLast((one) => one.usable);
    if (link === undefined || this.#current !== undefined) return;
    this.#current = link;
    link.setTracks(this.#tracks);
    this.handlers?.onPromoted(link);
  }

  /** Both sides agreed, or one of them says so (`provisional`). */
  agree({ role, remoteDeviceId, route, fresh, provisional }: ConnectTo): void {
    const policy = this.#policyFor(route);
    this.#agreement = { deviceId: remoteDeviceId, policy, provisional };
    const remote = this.#remotes.of(remoteDeviceId);
    if (!provisional) {
      this.#closeOthers(remoteDeviceId, fresh);
      for (const link of remote.links) if (this.#isLooser(link, policy)) this.#closeLink(link);
      this.#remotes.release();
    }
    // What has failed may still be restarted by the side that offers.
    const made = remote.links.findLast(({ usable }) => usable || role === 'answer');
    if (fresh) {
      if (role === 'offer') this.renew();
    } else if (made !== undefined) this.#carry(made, policy, provisional);
    else if (role === 'offer' && !provisional) this.#carry(this.#offerCold(remote, policy), policy, false);
    this.#remotes.takeHeld(remoteDeviceId);
    if (remote.links.length === 0 && !provisional) this.#askUntilOffered(remote);
  }

  onSignal(from: DeviceId, frame: SignalFrame): void {
    const remote = this.#remotes.get(from);
    if (remote !== undefined && this.#uses(remote)) remote.line.receive(frame);
    else this.#remotes.hold(from, frame);
  }

  onSocketBack(): void {
    for (const { line } of this.#remotes.all) line.resume();
  }

  /** What carries the call, and what is to take over, sends these. */
  setTracks(tracks: OwnTracks): void {
    this.#tracks = tracks;
    this.#current?.setTracks(tracks);
    this.#next?.setTracks(tracks);
  }

  /** The caller's picture while it rings, hidden there until the accept (CALL-44). */
  setEarlyVideo(video: MediaStreamTrack | undefined): void {
    if (this.#agreement === undefined) this.#early.setVideo(video);
  }

  restart(): void {
    this.#current?.restart();
  }

  /** A new connection beside the one there is (CALL-50). */
  renew(): void {
    if (this.#agreement === undefined) return;
    const { deviceId, policy } = this.#agreement;
    const remote = this.#remotes.of(deviceId);
    const number = Math.max(remote.last + 1, this.#options.firstConnection);
    const link = this.#addLink(remote, { connection: number, offers: true, policy });
    this.#takeNext(link);
    link.sendOffer();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#ask);
    for (const remote of this.#remotes.all) this.#drop(remote);
    this.#spare.close();
    this.#next?.close();
  }

  #policyFor(route: CallRoute): RTCIceTransportPolicy {
    return this.#options.relayOnly || route === 'relay' ? 'relay' : 'all';
  }

  #uses(remote: Remote): boolean {
    return remote.links.length > 0 || remote.early || this.#agreement?.deviceId === remote.deviceId;
  }

  /** A connection made before it is agreed may take ways that the agreed route does not allow (PRIV-3). */
  #isLooser(link: Link, policy: RTCIceTransportPolicy): boolean {
    return policy === 'relay' && link.policy === 'all';
  }

  async #offerOpenly(route: CallRoute): Promise<void> {
    if (this.#spare.isThere) return;
    const link = this.#newLink(undefined, { connection: 1, offers: true, policy: this.#policyFor(route) });
    this.#spare.keep(link);
    const signal = await link.takeOpenOffer();
    if (signal === undefined || this.#agreement !== undefined) return;
    // Lost or refused: the same offer follows the accept.
    await this.#options.connection
      .request('call.offer', { callId: this.#context.callId, signal })
      .catch(() => undefined);
  }

  #offerCold(remote: Remote, policy: RTCIceTransportPolicy): Link {
    const connection = Math.max(remote.last + 1, this.#options.firstConnection);
    const plan = { connection, offers: true, policy };
    const spare = this.#spare.takeFor(remote.deviceId, plan);
    if (spare !== undefined) this.#remotes.enter(remote, spare);
    const link = spare ?? this.#addLink(remote, plan);
    link.sendOffer();
    return link;
  }

  /** The call goes by this connection from now on. */
  #carry(link: Link, policy: RTCIceTransportPolicy, provisional: boolean): void {
    this.#current = link;
    link.setTracks(this.#tracks);
    if (!provisional) link.agree(policy, this.iceServers);
    this.handlers?.onPromoted(link);
  }

  #takeNext(link: Link): void {
    if (this.#next !== undefined && this.#next !== this.#current) this.#closeLink(this.#next);
    this.#next = link;
    link.setTracks(this.#tracks);
    if (this.#agreement?.provisional === false) link.agree(this.#agreement.policy, this.iceServers);
    if (this.#current === undefined) this.#promote(link);
  }

  /** The old one has served; whatever it still carries comes over the new one too. */
  #promote(link: Link): void {
    const old = this.#current;
    this.#next = undefined;
    this.#current = link;
    if (old !== undefined && old !== link) this.#closeLink(old);
    this.handlers?.onPromoted(link);
  }

  #onLinkState(link: Link): void {
    if (link === this.#next && link.state === 'connected') this.#promote(link);
    this.handlers?.onState(link);
  }

  #onDue(remote: Remote, { signal }: PlacedSignal): void {
    if (signal.kind === 'resume') return;
    const link = remote.links.find(({ connection }) => connection === signal.connection);
    if (signal.kind !== 'offer') link?.receive(signal);
    else if (link === undefined) this.#onNewConnection(remote, signal);
    else if (!link.offers) link.receive(signal);
    // Both began at once: the caller's account has the word, and the other side takes what it offers (CALL-53).
    else if (!this.#context.isCaller && this.#agreement?.deviceId === remote.deviceId) {
      this.#closeLink(link);
      this.#onNewConnection(remote, signal);
    }
  }

  #onNewConnection(remote: Remote, signal: OfferSignal): void {
    const { connection } = signal;
    const agreed = this.#agreement?.deviceId === remote.deviceId ? this.#agreement : undefined;
    if (connection < remote.last || remote.links.some((one) => one.connection === connection)) return;
    if (agreed === undefined) {
      // While it rings one connection is answered, the first, and only where this device does that at all.
      if (!remote.early || remote.links.length > 0) return;
      return this.#addLink(remote, { connection, offers: false, policy: 'relay' }).receive(signal);
    }
    const link = this.#addLink(remote, { connection, offers: false, policy: agreed.policy });
    if (this.#current === undefined) this.#carry(link, agreed.policy, agreed.provisional);
    else {
      this.#takeNext(link);
      this.handlers?.onRenewedThere();
    }
    link.receive(signal);
  }

  #askUntilOffered(remote: Remote): void {
    clearInterval(this.#ask);
    this.#ask = setInterval(() => {
      if (remote.links.length > 0 || this.#closed) clearInterval(this.#ask);
      else remote.line.ask();
    }, ASK_MS);
  }

  #addLink(remote: Remote, plan: LinkPlan): Link {
    const link = this.#newLink(remote, plan);
    this.#remotes.enter(remote, link);
    return link;
  }

  #newLink(remote: Remote | undefined, plan: LinkPlan): Link {
    const { deviceId, key, links = [] } = remote ?? {};
    // A device signs with one key as long as it is that device.
    const expectedKey = key ?? links.find((one) => one.key !== undefined)?.key;
    return new Link(
      this.#context,
      { iceServers: this.#servers.get(), ...plan, deviceId, expectedKey },
      {
        onSignal: (link, signal) => this.#remotes.say(link, signal),
        onState: (link) => this.#onLinkState(link),
        onMessage: (link, message) => this.handlers?.onMessage(link, message),
        onOpen: (link) => this.handlers?.onOpen(link),
        onNegotiated: (link) => this.handlers?.onNegotiated(link),
        onNotGenuine: () => this.handlers?.onNotGenuine(),
        onBroken: (link) => this.handlers?.onBroken(link),
      },
    );
  }

  #closeLink(link: Link): void {
    this.#remotes.close(link);
    if (this.#next === link) this.#next = undefined;
  }

  /** The server has said who answered: nothing is kept to anybody else. */
  #closeOthers(deviceId: DeviceId, moves: boolean): void {
    for (const remote of this.#remotes.all) {
      // What carries the call goes on until the new device's connection takes over: the call moves (CALL-54).
      const carries = moves && remote.links.some((link) => link === this.#current);
      if (remote.deviceId !== deviceId && !carries) this.#drop(remote);
    }
  }

  #drop(remote: Remote): void {
    // Another device had said that it accepted, and the server says that it was not the first.
    if (remote.links.some((link) => link === this.#current)) this.#current = undefined;
    if (remote.links.some((link) => link === this.#next)) this.#next = undefined;
    this.#remotes.drop(remote);
  }
}
