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
  /** When the latest packet was played, by the platform's clock. */
  playedAt: number | undefined;
  readonly receiver: { track: FakeTrack; getSynchronizationSources: () => { timestamp: number }[] };
  readonly sender: {
    track: FakeTrack | null;
    getParameters: () => { encodings: RTCRtpEncodingParameters[] };
    setParameters: (parameters: { encodings: RTCRtpEncodingParameters[] }) => Promise<void>;
    replaceTrack: (track: FakeTrack | null) => Promise<void>;
  };
  direction: string;
  currentDirection: string | null = null;
  #parameters: { encodings: RTCRtpEncodingParameters[] } = { encodings: [{}] };

  constructor(kind: 'audio' | 'video', direction: string, log: string[]) {
    this.receiver = {
      track: new FakeTrack(kind),
      getSynchronizationSources: () => (this.playedAt === undefined ? [] : [{ timestamp: this.playedAt }]),
    };
    this.direction = direction;
    this.sender = {
      track: null,
      getParameters: () => structuredClone(this.#parameters),
      setParameters: async (parameters) => {
        this.#parameters = parameters;
        await Promise.resolve();
      },
      replaceTrack: async (track) => {
        log.push(`replaceTrack ${track?.kind ?? 'nothing'}`);
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

/** A description as a browser makes it, as far as it is read here. */
export function fakeSdp(name: string, { fingerprint = 1, ufrag = 'ufrag' } = {}): string {
  const hash = Array.from({ length: 32 }, () => fingerprint.toString(16).padStart(2, '0').toUpperCase());
  return [
    'v=0',
    `s=${name}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    `a=ice-ufrag:${ufrag}`,
    `a=fingerprint:sha-256 ${hash.join(':')}`,
    'a=rtpmap:111 opus/48000/2',
    '',
  ].join('\r\n');
}

/** What a description is called. */
export function nameOf(description: { sdp: string } | null | undefined): string | undefined {
  return /^s=(.*?)\r?$/m.exec(description?.sdp ?? '')?.[1];
}

/** A peer connection that keeps the rules of the order of descriptions and connects to nothing. */
export class FakePeerConnection extends EventTarget {
  configuration: RTCConfiguration;
  readonly channel = new FakeChannel();
  readonly candidates: RTCIceCandidateInit[] = [];
  transceivers: FakeTransceiver[] = [];
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  /** Everything that was asked of it and could be seen at the other end, in order. */
  readonly log: string[];
  static #count = 0;
  readonly #fingerprint = (FakePeerConnection.#count += 1) % 256;
  #made = 0;

  constructor(configuration: RTCConfiguration, log: string[] = []) {
    super();
    this.configuration = configuration;
    this.log = log;
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  async getStats(): Promise<Map<string, object>> {
    return await Promise.resolve(new Map());
  }

  createDataChannel(): FakeChannel {
    return this.channel;
  }

  addTransceiver(kind: 'audio' | 'video', { direction }: { direction: string }): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, direction, this.log);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  async createOffer(options?: { iceRestart: boolean }): Promise<{ type: string; sdp: string }> {
    await Promise.resolve();
    this.#made += 1;
    const name = `offer ${this.#made}${options?.iceRestart ? ' restart' : ''}`;
    return { type: 'offer', sdp: fakeSdp(name, { fingerprint: this.#fingerprint }) };
  }

  async createAnswer(): Promise<{ type: string; sdp: string }> {
    await Promise.resolve();
    if (this.signalingState !== 'have-remote-offer') throw new Error('an answer needs an offer');
    const name = `answer to ${nameOf(this.remoteDescription)}`;
    return { type: 'answer', sdp: fakeSdp(name, { fingerprint: this.#fingerprint }) };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    if (description.type === 'answer') this.#settle();
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    const fits = description.type === 'offer' ? 'stable' : 'have-local-offer';
    if (this.signalingState !== fits) throw new Error(`${description.type} in ${this.signalingState}`);
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    if (description.type === 'answer') this.#settle();
    else if (this.transceivers.length === 0) {
      const kinds = ['audio', 'video', 'video'] as const;
      this.transceivers = kinds.map((kind) => new FakeTransceiver(kind, 'recvonly', this.log));
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

  /** The state, the open channel and what they lead to, as when ICE and DTLS are done. */
  connects(): void {
    this.becomes('connected');
    this.channel.open();
  }

  #settle(): void {
    for (const one of this.transceivers)
      one.currentDirection = one.direction === 'sendrecv' ? 'sendrecv' : 'recvonly';
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
      const connection = new FakePeerConnection(configuration, this.log);
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
