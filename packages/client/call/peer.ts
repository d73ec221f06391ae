import type { Signal } from '@parley/protocol';
import { CandidateBatches } from './candidates.ts';

/** Signals of a negotiation that has not begun here yet wait for it; more than this are dropped. */
const MOST_EARLY = 64;

export interface PeerHandlers {
  onSignal: (signal: Signal) => void;
  onState: (state: RTCPeerConnectionState) => void;
  onControlText: (text: unknown) => void;
  onControlOpen: () => void;
  onRemoteTrack: (track: MediaStreamTrack) => void;
  /** Negotiating went wrong in a way that another try will not mend. */
  onBroken: (cause: unknown) => void;
}

interface Transceivers {
  audio: RTCRtpTransceiver;
  video: RTCRtpTransceiver;
}

export interface OwnTracks {
  audio: MediaStreamTrack | undefined;
  video: MediaStreamTrack | undefined;
}

/**
 * One peer connection. The offering side makes the transceivers and the numbered offers; the answering side answers
 * (CALL-24). Everything that touches descriptions runs in one queue, one after the other.
 */
export class Peer {
  readonly #pc: RTCPeerConnection;
  readonly #handlers: PeerHandlers;
  readonly #control: RTCDataChannel;
  readonly #candidates: CandidateBatches;
  #transceivers: Transceivers | undefined;
  /** This side makes the offers; it takes none. */
  #offers = false;
  #tracks: OwnTracks = { audio: undefined, video: undefined };
  /** The number of the latest offer; 0 before the first. */
  #negotiation = 0;
  /** The other side's description of this negotiation is in place. */
  #settled = false;
  /** The other device may hear: it has accepted. */
  #open = false;
  #early: Signal[] = [];
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(pc: RTCPeerConnection, handlers: PeerHandlers) {
    this.#pc = pc;
    this.#handlers = handlers;
    this.#candidates = new CandidateBatches(handlers.onSignal);
    this.#control = pc.createDataChannel('control', { negotiated: true, id: 0 });
    this.#control.addEventListener('open', handlers.onControlOpen);
    this.#control.addEventListener('message', (event) => handlers.onControlText(event.data));
    pc.addEventListener('connectionstatechange', () => this.#closed || handlers.onState(pc.connectionState));
    pc.addEventListener('track', (event) => handlers.onRemoteTrack(event.track));
    pc.addEventListener('icecandidate', (event) => {
      // Before the other device has accepted nothing is sent; the offer will carry what was found so far.
      if (this.#open) this.#candidates.add(event.candidate);
    });
  }

  get state(): RTCPeerConnectionState {
    return this.#pc.connectionState;
  }

  /** Makes the first offer and begins to gather, while it still rings; nothing is sent (CALL-13). */
  prepareOffer(): void {
    this.#enqueue(async () => {
      if (this.#negotiation > 0) return;
      this.#offers = true;
      const audio = this.#pc.addTransceiver('audio', { direction: 'sendrecv' });
      const video = this.#pc.addTransceiver('video', { direction: 'sendrecv' });
      this.#transceivers = { audio, video };
      await this.#putTracks();
      this.#negotiation = 1;
      await this.#pc.setLocalDescription(await this.#pc.createOffer());
    });
  }

  /** The other device has accepted: sends the offer with the candidates that were found meanwhile. */
  sendOffer(): void {
    this.prepareOffer();
    this.#enqueue(async () => {
      this.#open = true;
      this.#tellOffer();
    });
  }

  /** New candidates and credentials on the same connection; media that still flows goes on (RFC 8829, 4.1.18). */
  restart(): void {
    this.#enqueue(() => this.#offerAgain());
  }

  /** The answering side cannot offer: it asks. */
  askForRestart(): void {
    this.#handlers.onSignal({ kind: 'restart', negotiation: this.#negotiation });
  }

  /** A signal from the other device. */
  receive(signal: Signal): void {
    this.#enqueue(() => this.#handle(signal));
  }

  /** What to send from now on: replaces tracks, never negotiates (CALL-25). */
  setTracks(tracks: OwnTracks): void {
    this.#tracks = tracks;
    this.#enqueue(() => this.#putTracks());
  }

  /** Says something over the data channel; dropped where it is not open or does not drain. */
  tell(text: string): void {
    if (this.#control.readyState === 'open' && this.#control.bufferedAmount < 4_096) this.#control.send(text);
  }

  close(): void {
    this.#closed = true;
    this.#candidates.stop();
    this.#pc.close();
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#closed) return;
      try {
        await task();
      } catch (thrown) {
        if (!this.#closed) this.#handlers.onBroken(thrown);
      }
    });
  }

  async #offerAgain(): Promise<void> {
    if (!this.#open || !this.#offers) return;
    this.#negotiation += 1;
    this.#settled = false;
    this.#candidates.begin(this.#negotiation);
    await this.#pc.setLocalDescription(await this.#pc.createOffer({ iceRestart: true }));
    this.#tellOffer();
  }

  #tellOffer(): void {
    const sdp = this.#pc.localDescription?.sdp;
    if (sdp === undefined) throw new Error('an offer was made but is not there');
    this.#handlers.onSignal({ kind: 'offer', negotiation: this.#negotiation, sdp });
    if (this.#negotiation === 1) this.#candidates.begin(1);
  }

  async #handle(signal: Signal): Promise<void> {
    switch (signal.kind) {
      case 'offer':
        return await this.#onOffer(signal);
      case 'answer':
        return await this.#onAnswer(signal);
      case 'candidates':
        return await this.#onCandidates(signal);
      case 'restart':
        // A request about an earlier negotiation has been granted already.
        if (signal.negotiation === this.#negotiation && this.#settled) await this.#offerAgain();
    }
  }

  async #onOffer(signal: Extract<Signal, { kind: 'offer' }>): Promise<void> {
    if (this.#offers || signal.negotiation <= this.#negotiation) return;
    this.#open = true;
    this.#negotiation = signal.negotiation;
    this.#settled = false;
    this.#candidates.begin(signal.negotiation);
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
    this.#settled = true;
    await this.#takeTransceivers();
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    this.#assertBothWays();
    const sdp = this.#pc.localDescription?.sdp ?? '';
    this.#handlers.onSignal({ kind: 'answer', negotiation: signal.negotiation, sdp });
    await this.#replayEarly();
  }

  /** The offer's transceivers come up `recvonly`: left so, not a byte would be sent although tracks are attached. */
  async #takeTransceivers(): Promise<void> {
    const all = this.#pc.getTransceivers();
    const audio = all.find((one) => one.receiver.track.kind === 'audio');
    const video = all.find((one) => one.receiver.track.kind === 'video');
    if (audio === undefined || video === undefined) throw new Error('the offer lacks audio or video');
    audio.direction = 'sendrecv';
    video.direction = 'sendrecv';
    this.#transceivers = { audio, video };
    await this.#putTracks();
  }

  #assertBothWays(): void {
    for (const one of [this.#transceivers?.audio, this.#transceivers?.video]) {
      if (one?.currentDirection !== 'sendrecv')
        throw new Error(`negotiated ${one?.currentDirection}, not sendrecv`);
    }
  }

  async #onAnswer(signal: Extract<Signal, { kind: 'answer' }>): Promise<void> {
    if (signal.negotiation !== this.#negotiation || this.#pc.signalingState !== 'have-local-offer') return;
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
    this.#settled = true;
    await this.#replayEarly();
  }

  async #onCandidates(signal: Extract<Signal, { kind: 'candidates' }>): Promise<void> {
    if (signal.negotiation < this.#negotiation) return;
    if (signal.negotiation > this.#negotiation || !this.#settled) {
      if (this.#early.length < MOST_EARLY) this.#early.push(signal);
      return;
    }
    for (const candidate of signal.candidates) {
      // One that this browser cannot read (a new kind, a name it cannot look up) is no reason to fail.
      await this.#pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  async #replayEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const signal of early) await this.#handle(signal);
  }

  async #putTracks(): Promise<void> {
    if (this.#transceivers === undefined) return;
    const { audio, video } = this.#transceivers;
    await audio.sender.replaceTrack(this.#tracks.audio ?? null);
    await video.sender.replaceTrack(this.#tracks.video ?? null);
  }
}
