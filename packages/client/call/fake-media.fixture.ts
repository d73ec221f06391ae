import type { MediaPorts } from '../ports.ts';

/** What a call did to the platform, in order. */
export type MediaLog = string[];

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

class FakeStream {
  #tracks: readonly FakeTrack[];
  constructor(tracks: readonly FakeTrack[] = []) {
    this.#tracks = tracks;
  }

  getTracks(): readonly FakeTrack[] {
    return this.#tracks;
  }

  addTrack(track: FakeTrack): void {
    this.#tracks = [...this.#tracks, track];
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks = this.#tracks.filter((one) => one !== track);
  }
}

class FakeTransceiver {
  readonly receiver: { track: FakeTrack };
  readonly sender: { track: FakeTrack | null; replaceTrack: (track: FakeTrack | null) => Promise<void> };
  direction: string;
  currentDirection: string | null = null;

  constructor(kind: 'audio' | 'video', direction: string) {
    this.receiver = { track: new FakeTrack(kind) };
    this.direction = direction;
    this.sender = {
      track: null,
      replaceTrack: async (track) => {
        await Promise.resolve();
        this.sender.track = track;
      },
    };
  }
}

class FakeChannel extends EventTarget {
  readyState = 'connecting';
  bufferedAmount = 0;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  hear(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

/** A peer connection that keeps the rules of the order of descriptions and connects to nothing. */
export class FakePeerConnection extends EventTarget {
  readonly configuration: RTCConfiguration;
  readonly channel = new FakeChannel();
  readonly candidates: RTCIceCandidateInit[] = [];
  transceivers: FakeTransceiver[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  #made = 0;

  constructor(configuration: RTCConfiguration) {
    super();
    this.configuration = configuration;
  }

  createDataChannel(): FakeChannel {
    return this.channel;
  }

  addTransceiver(kind: 'audio' | 'video', { direction }: { direction: string }): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, direction);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  async createOffer(options?: { iceRestart: boolean }): Promise<{ type: string; sdp: string }> {
    await Promise.resolve();
    this.#made += 1;
    return { type: 'offer', sdp: `offer ${this.#made}${options?.iceRestart ? ' restart' : ''}` };
  }

  async createAnswer(): Promise<{ type: string; sdp: string }> {
    await Promise.resolve();
    if (this.signalingState !== 'have-remote-offer') throw new Error('an answer needs an offer');
    return { type: 'answer', sdp: `answer to ${this.remoteDescription?.sdp}` };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    if (description.type !== 'answer') return;
    for (const one of this.transceivers)
      one.currentDirection = one.direction === 'sendrecv' ? 'sendrecv' : 'recvonly';
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    const fits = description.type === 'offer' ? 'stable' : 'have-local-offer';
    if (this.signalingState !== fits) throw new Error(`${description.type} in ${this.signalingState}`);
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    if (description.type === 'offer' && this.transceivers.length === 0) {
      this.transceivers = [
        new FakeTransceiver('audio', 'recvonly'),
        new FakeTransceiver('video', 'recvonly'),
      ];
    }
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (this.remoteDescription === null) throw new Error('a candidate needs a description');
    this.candidates.push(candidate);
  }

  close(): void {
    this.connectionState = 'closed';
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  finds(candidate: string): void {
    const found = { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: found }));
  }
}

/** Fakes of everything that a call may touch; `denied` devices are refused as a browser refuses them. */
export class FakeMedia {
  readonly log: MediaLog = [];
  readonly connections: FakePeerConnection[] = [];
  readonly tracks: FakeTrack[] = [];
  denied: { audio?: string; video?: string } = {};

  /** The only connection so far. */
  get connection(): FakePeerConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('no peer connection has been made');
    return last;
  }

  readonly ports: MediaPorts = {
    createPeerConnection: (configuration) => {
      this.log.push('createPeerConnection');
      const connection = new FakePeerConnection(configuration);
      this.connections.push(connection);
      return asBrowsers<RTCPeerConnection>(connection);
    },
    getUserMedia: async (constraints) => {
      const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind] !== undefined);
      this.log.push(`getUserMedia ${kinds.join('+')}`);
      await Promise.resolve();
      const refusal = kinds.map((kind) => this.denied[kind]).find((name) => name !== undefined);
      if (refusal !== undefined) throw Object.assign(new Error(refusal), { name: refusal });
      const tracks = kinds.map((kind) => new FakeTrack(kind));
      this.tracks.push(...tracks);
      return asBrowsers<MediaStream>(new FakeStream(tracks));
    },
    createStream: () => asBrowsers<MediaStream>(new FakeStream()),
    generateCertificate: async () => {
      this.log.push('generateCertificate');
      await Promise.resolve();
      return asBrowsers<RTCCertificate>({});
    },
  };
}

/** The browser's classes are far larger than what the SDK uses of them: a double has only that. */
function asBrowsers<T>(double: object): T {
  return double as T;
}
