import { toAddressless, toRelayOnly } from '@parley/core';
import type { Attestation, IceServer, OfferSignal, Signal } from '@parley/protocol';
import type { MediaPorts } from '../../ports.ts';
import { CandidateBatches, candidatesIn, relayHostsIn } from './candidates.ts';
import { preferCodecs, toSentDescription } from '../media/codecs.ts';
import { applySoundOrder, orderSound } from '../media/redundant-audio.ts';
import { toBrowsers } from './ice-servers.ts';
import { TaskQueue } from './task-queue.ts';
import { putTracks, remoteTracksOf, takeTransceivers } from './transceivers.ts';
import type { OwnTracks, RemoteTracks, Transceivers } from './transceivers.ts';

/** Signals of a negotiation that has not begun here yet wait for it; more than this are dropped. */
const MOST_EARLY = 64;

export type Description = Extract<Signal, { kind: 'offer' | 'answer' }>;

/** Whom a description is signed for: the other device, or, before it is known which that is, their account (CALL-61). */
export type SignedFor = 'device' | 'account';

export interface PeerOptions {
  /** Numbers this connection among those of the two devices. */
  connection: number;
  /** This side makes the offers and takes none; the other side answers (CALL-24). */
  offers: boolean;
  policy: RTCIceTransportPolicy;
  listCodecs: MediaPorts['listCodecs'];
  /** Signs what is to be sent (CALL-61). */
  attest: (
    kind: Description['kind'],
    negotiation: number,
    sdp: string,
    signedFor: SignedFor,
  ) => Promise<Attestation>;
  /** Judges what has come, before anything of it is applied (CALL-62). */
  isGenuine: (description: Description, signedFor: SignedFor) => Promise<boolean>;
}

export interface PeerHandlers {
  onSignal: (signal: Signal) => void;
  onState: (state: RTCPeerConnectionState) => void;
  onControlText: (text: unknown) => void;
  onControlOpen: () => void;
  /** Both descriptions of the first negotiation are in place: what the other side may send is known. */
  onNegotiated: () => void;
  /** Negotiating went wrong in a way that another try on this connection will not mend. */
  onBroken: (cause: unknown) => void;
}

/**
 * One peer connection. Its three transceivers are there from the first offer, in both directions, with or without
 * tracks: what is sent later is put in, never negotiated (CALL-25). Everything that touches descriptions runs in one
 * queue, one after the other.
 */
export class Peer {
  readonly #pc: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #handlers: PeerHandlers;
  readonly #control: RTCDataChannel;
  readonly #candidates: CandidateBatches;
  #policy: RTCIceTransportPolicy;
  #transceivers: Transceivers | undefined;
  /** Undefined: nothing may be put in yet, not even nothing (CALL-41). */
  #tracks: OwnTracks | undefined;
  /** The number of the latest offer; 0 before the first. */
  #negotiation = 0;
  /** The other side's description of this negotiation is in place. */
  #settled = false;
  /** The other device may hear of this side: the first description is on its way. */
  #open = false;
  /** What came was offered to whoever would answer; the offer to this device says the same, and what was found since. */
  #answeredOpenly = false;
  #early: Signal[] = [];
  #redundantSound = false;
  readonly #queue: TaskQueue;
  #closed = false;

  constructor(pc: RTCPeerConnection, options: PeerOptions, handlers: PeerHandlers) {
    this.#pc = pc;
    this.#options = options;
    this.#policy = options.policy;
    this.#handlers = handlers;
    this.#queue = new TaskQueue(handlers.onBroken);
    this.#candidates = new CandidateBatches(options.connection, (signal) => this.#send(signal));
    this.#control = pc.createDataChannel('control', { negotiated: true, id: 0 });
    this.#control.addEventListener('open', () => this.#closed || handlers.onControlOpen());
    this.#control.addEventListener('message', (event) => this.#closed || handlers.onControlText(event.data));
    pc.addEventListener('connectionstatechange', () => this.#closed || handlers.onState(pc.connectionState));
    pc.addEventListener('icecandidate', (event) => {
      // Before the other device is told of this one, nothing is sent; the offer will carry what was found so far.
      if (this.#open) this.#candidates.add(event.candidate);
    });
  }

  get state(): RTCPeerConnectionState {
    return this.#pc.connectionState;
  }

  get policy(): RTCIceTransportPolicy {
    return this.#policy;
  }

  get settled(): boolean {
    return this.#settled;
  }

  get transceivers(): Transceivers | undefined {
    return this.#transceivers;
  }

  /** What the other side may send; undefined before it is negotiated. */
  get remoteTracks(): RemoteTracks | undefined {
    return this.#transceivers && remoteTracksOf(this.#transceivers);
  }

  get descriptions(): { local: string; remote: string } | undefined {
    const local = this.#pc.localDescription?.sdp;
    const remote = this.#pc.remoteDescription?.sdp;
    return local === undefined || remote === undefined ? undefined : { local, remote };
  }

  readStats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  /** When the latest sound or picture was played (W3C WebRTC, getSynchronizationSources); undefined before the first. */
  get newestMedia(): number | undefined {
    const sources = Object.values(this.#transceivers ?? {}).flatMap(({ receiver }: RTCRtpTransceiver) =>
      receiver.getSynchronizationSources(),
    );
    return sources.length === 0 ? undefined : Math.max(...sources.map(({ timestamp }) => timestamp));
  }

  /** Makes the first offer and begins to gather; nothing is sent. */
  prepareOffer(): void {
    this.#queue.add(async () => {
      if (this.#negotiation > 0) return;
      const add = (kind: 'audio' | 'video'): RTCRtpTransceiver =>
        this.#pc.addTransceiver(kind, { direction: 'sendrecv' });
      this.#transceivers = { audio: add('audio'), video: add('video'), screen: add('video') };
      preferCodecs(this.#transceivers, this.#options);
      if (this.#tracks !== undefined) await putTracks(this.#transceivers, this.#tracks);
      this.#negotiation = 1;
      await this.#pc.setLocalDescription(await this.#pc.createOffer());
    });
  }

  /** The first offer with the candidates found so far, to be sent by other means; from now on the rest trickles. */
  takeOffer(): Promise<OfferSignal | undefined> {
    this.prepareOffer();
    return new Promise((resolve) => {
      this.#queue.add(
        async () => {
          resolve(await this.#describe('offer'));
          this.#openUp(1);
        },
        () => resolve(undefined),
      );
    });
  }

  /** The first offer without an address, for whichever device will answer (CALL-40); it is sent to that one again. */
  takeOpenOffer(): Promise<OfferSignal | undefined> {
    this.prepareOffer();
    return new Promise((resolve) => {
      this.#queue.add(
        async () => resolve(toAddressless(await this.#describe('offer', 'account'))),
        () => resolve(undefined),
      );
    });
  }

  /** Answers what was offered to whoever would (CALL-45). */
  answerOpen(offer: OfferSignal): void {
    this.#queue.add(async () => {
      this.#answeredOpenly = true;
      await this.#onOffer(offer, 'account');
    });
  }

  /** Sends the first offer with the candidates that were found meanwhile. */
  sendOffer(): void {
    this.prepareOffer();
    this.#queue.add(async () => {
      if (!this.#open) await this.#tellOffer();
    });
  }

  /** New candidates and credentials on the same connection; media that still flows goes on (RFC 8829, 4.1.18). */
  restart(): void {
    if (this.#options.offers) this.#queue.add(() => this.#offerAgain());
    else
      this.#send({ kind: 'restart', connection: this.#options.connection, negotiation: this.#negotiation });
  }

  /** What the next negotiation may use. */
  configureIce(iceServers: readonly IceServer[], policy: RTCIceTransportPolicy): void {
    this.#queue.add(async () => {
      await Promise.resolve();
      this.#policy = policy;
      this.#pc.setConfiguration({
        ...this.#pc.getConfiguration(),
        ...(iceServers.length === 0 ? {} : { iceServers: toBrowsers(iceServers) }),
        iceTransportPolicy: policy,
      });
    });
  }

  /** A signal of this connection from the other device. */
  receive(signal: Signal): void {
    this.#queue.add(() => this.#handle(signal));
  }

  /** What to send from now on: replaces tracks, never negotiates (CALL-25). */
  setTracks(tracks: OwnTracks): void {
    this.#tracks = tracks;
    this.#queue.add(async () => {
      if (this.#transceivers !== undefined) await putTracks(this.#transceivers, tracks);
    });
  }

  /** Sound is sent twice, or once again (CALL-75): this side alone decides it, nothing is negotiated. */
  setRedundantSound(on: boolean): void {
    this.#redundantSound = on;
    this.#queue.add(async () => {
      if (this.#settled) await applySoundOrder(this.#pc, this.#options.offers, on);
    });
  }

  /** Says something over the data channel; dropped where it is not open or does not drain. */
  tell(text: string): void {
    if (this.#control.readyState === 'open' && this.#control.bufferedAmount < 16_384)
      this.#control.send(text);
  }

  get canTell(): boolean {
    return this.#control.readyState === 'open';
  }

  close(): void {
    this.#closed = true;
    this.#queue.stop();
    this.#candidates.stop();
    this.#pc.close();
  }

  /** The policy lets no other candidate arise; what goes out is looked at all the same (PRIV-7). */
  #send(signal: Signal): void {
    if (!this.#closed) this.#handlers.onSignal(this.#policy === 'relay' ? toRelayOnly(signal) : signal);
  }

  #openUp(negotiation: number): void {
    this.#open = true;
    this.#candidates.begin(negotiation);
  }

  async #offerAgain(): Promise<void> {
    if (!this.#open) return;
    this.#negotiation += 1;
    this.#settled = false;
    this.#candidates.begin(this.#negotiation);
    this.#open = false;
    await this.#pc.setLocalDescription(await this.#pc.createOffer({ iceRestart: true }));
    await this.#tellOffer();
  }

  async #tellOffer(): Promise<void> {
    const offer = await this.#describe('offer');
    this.#handlers.onSignal(offer);
    this.#openUp(this.#negotiation);
  }

  async #describe<K extends Description['kind']>(
    kind: K,
    signedFor: SignedFor = 'device',
  ): Promise<Extract<Signal, { kind: K }>> {
    const { connection } = this.#options;
    const negotiation = this.#negotiation;
    const attestation = await this.#options.attest(kind, negotiation, this.#localSdp(), signedFor);
    // Read again: what was found while it was signed goes along. The signature is about no candidate.
    const sdp = toSentDescription(this.#localSdp());
    const description = { kind, connection, negotiation, sdp, attestation } as Extract<Signal, { kind: K }>;
    return this.#policy === 'relay' ? (toRelayOnly(description) as typeof description) : description;
  }

  #localSdp(): string {
    const sdp = this.#pc.localDescription?.sdp;
    if (sdp === undefined) throw new Error('a description was made but is not there');
    return sdp;
  }

  async #handle(signal: Signal): Promise<void> {
    switch (signal.kind) {
      case 'offer':
        return await this.#onOffer(signal, 'device');
      case 'answer':
        return await this.#onAnswer(signal);
      case 'candidates':
        return await this.#onCandidates(signal);
      case 'restart':
        // A request about an earlier negotiation has been granted already.
        if (this.#options.offers && signal.negotiation === this.#negotiation && this.#settled)
          await this.#offerAgain();
        return;
      case 'resume':
        return;
    }
  }

  async #onOffer(signal: OfferSignal, signedFor: SignedFor): Promise<void> {
    const isSame = this.#answeredOpenly && signal.negotiation === this.#negotiation;
    if (this.#options.offers || (signal.negotiation <= this.#negotiation && !isSame)) return;
    if (!(await this.#options.isGenuine(signal, signedFor))) return;
    if (isSame) return await this.#addCandidates(candidatesIn(signal.sdp));
    this.#negotiation = signal.negotiation;
    this.#settled = false;
    this.#open = false;
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: orderSound(signal.sdp, this.#redundantSound) });
    this.#settled = true;
    this.#transceivers ??= takeTransceivers(this.#pc);
    preferCodecs(this.#transceivers, this.#options);
    if (this.#tracks !== undefined) await putTracks(this.#transceivers, this.#tracks);
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    this.#assertBothWays();
    this.#handlers.onSignal(await this.#describe('answer'));
    this.#openUp(signal.negotiation);
    if (signal.negotiation === this.#negotiation) this.#handlers.onNegotiated();
    await this.#replayEarly();
  }

  #assertBothWays(): void {
    if (this.#transceivers === undefined) return;
    const { audio, video, screen } = this.#transceivers;
    for (const { currentDirection } of [audio, video, screen]) {
      if (currentDirection !== 'sendrecv') throw new Error(`negotiated ${currentDirection}, not sendrecv`);
    }
  }

  async #onAnswer(signal: Extract<Signal, { kind: 'answer' }>): Promise<void> {
    if (signal.negotiation !== this.#negotiation || this.#pc.signalingState !== 'have-local-offer') return;
    if (!(await this.#options.isGenuine(signal, 'device'))) return;
    await this.#pc.setRemoteDescription({
      type: 'answer',
      sdp: orderSound(signal.sdp, this.#redundantSound),
    });
    this.#assertBothWays();
    this.#settled = true;
    this.#handlers.onNegotiated();
    // Later ones change a path that is there.
    if (this.#negotiation === 1) await this.#addCandidates(relayHostsIn(this.#localSdp()));
    await this.#replayEarly();
  }

  async #onCandidates(signal: Extract<Signal, { kind: 'candidates' }>): Promise<void> {
    if (signal.negotiation < this.#negotiation) return;
    if (signal.negotiation > this.#negotiation || !this.#settled) {
      if (this.#early.length < MOST_EARLY) this.#early.push(signal);
      return;
    }
    await this.#addCandidates(signal.candidates);
  }

  async #addCandidates(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    for (const candidate of candidates) {
      // One that this browser cannot read (a new kind, a name it cannot look up) is no reason to fail.
      await this.#pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  async #replayEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const signal of early) await this.#handle(signal);
  }
}
