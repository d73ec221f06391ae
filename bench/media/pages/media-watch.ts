// What the page does with media, counted from before the contestant's first line.

import { nowMs } from './clock.ts';

export interface MediaFacts {
  /** When `getUserMedia` was called. */
  getUserMediaAtMs: number[];
  /** Each description that was set, own and other, of offers and answers. */
  descriptions: { atMs: number; type: string; whose: 'local' | 'remote' }[];
  /** Of the connections that are not closed. */
  connectionStates: RTCPeerConnectionState[];
  /** When a connection of this page was first connected (ICE and DTLS). */
  connectedAtMs: number[];
  /** Each change of the path that media takes, with its two ends as in `path`. */
  pathChanges: { atMs: number; path: string }[];
}

export class MediaWatch {
  readonly peers: RTCPeerConnection[] = [];
  #getUserMediaAtMs: number[] = [];
  #descriptions: MediaFacts['descriptions'] = [];
  #connectedAtMs: number[] = [];
  #pathChanges: MediaFacts['pathChanges'] = [];
  readonly #watched = new WeakSet<RTCIceTransport>();

  constructor() {
    const onPeer = (peer: RTCPeerConnection): void => {
      this.peers.push(peer);
      peer.addEventListener('connectionstatechange', () => {
        if (peer.connectionState === 'connected') this.#connectedAtMs.push(nowMs());
        this.#watchPath(peer);
      });
    };
    const noteDescription = (type: string, whose: 'local' | 'remote'): void => {
      this.#descriptions.push({ atMs: nowMs(), type, whose });
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        onPeer(this);
      }
      override setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
        noteDescription(description?.type ?? 'implied', 'local');
        return super.setLocalDescription(description);
      }
      override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        noteDescription(description.type, 'remote');
        return super.setRemoteDescription(description);
      }
    };
    const devices = MediaDevices.prototype;
    const getUserMedia = Reflect.get(devices, 'getUserMedia');
    const noteUse = (): void => void this.#getUserMediaAtMs.push(nowMs());
    devices.getUserMedia = function (this: MediaDevices, constraints) {
      noteUse();
      return getUserMedia.call(this, constraints);
    };
  }

  get facts(): MediaFacts {
    return {
      getUserMediaAtMs: this.#getUserMediaAtMs,
      descriptions: this.#descriptions,
      connectionStates: this.peers.map(({ connectionState }) => connectionState),
      connectedAtMs: this.#connectedAtMs,
      pathChanges: this.#pathChanges,
    };
  }

  /** All of a connection goes over one transport (`max-bundle`), which is there once it connects. */
  #watchPath(peer: RTCPeerConnection): void {
    const transport = peer.getSenders()[0]?.transport?.iceTransport;
    if (transport === undefined || this.#watched.has(transport)) return;
    this.#watched.add(transport);
    transport.addEventListener('selectedcandidatepairchange', () => {
      const pair = transport.getSelectedCandidatePair();
      if (pair !== null)
        this.#pathChanges.push({ atMs: nowMs(), path: `${pair.local.type}/${pair.remote.type}` });
    });
  }

  /** The two ends of the path that the first live connection uses. */
  async path(): Promise<string | undefined> {
    for (const peer of this.peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = new Map<string, Record<string, unknown>>();
      // RTCStatsReport is a read-only map of dictionaries; the DOM types know them as `any`.
      (await peer.getStats()).forEach((entry: Record<string, unknown>, id) => stats.set(id, entry));
      const transport = [...stats.values()].find(({ type }) => type === 'transport');
      const pair = stats.get(String(transport?.['selectedCandidatePairId']));
      const typeOf = (end: unknown): string => String(stats.get(String(end))?.['candidateType']);
      if (pair !== undefined)
        return `${typeOf(pair['localCandidateId'])}/${typeOf(pair['remoteCandidateId'])}`;
    }
    return undefined;
  }

  forget(): void {
    this.#getUserMediaAtMs = [];
    this.#descriptions = [];
    this.#connectedAtMs = [];
    this.#pathChanges = [];
    const live = this.peers.filter(({ connectionState }) => connectionState !== 'closed');
    this.peers.splice(0, this.peers.length, ...live);
  }
}
