import type { MediaPorts } from '../../ports.ts';

interface FakeSource {
  deviceId: string;
  facingMode?: 'user' | 'environment';
}

export class FakeDeviceTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly source: FakeSource;
  enabled = true;
  contentHint = '';
  readyState: 'live' | 'ended' = 'live';

  constructor(kind: 'audio' | 'video', source: FakeSource) {
    super();
    this.kind = kind;
    this.source = source;
  }

  getSettings(): FakeSource {
    return this.source;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Unplugged, or taken away by the browser. */
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

class FakeDeviceStream {
  tracks: FakeDeviceTrack[];
  constructor(tracks: FakeDeviceTrack[] = []) {
    this.tracks = tracks;
  }

  getTracks(): FakeDeviceTrack[] {
    return [...this.tracks];
  }

  addTrack(track: FakeDeviceTrack): void {
    this.tracks.push(track);
  }

  removeTrack(track: FakeDeviceTrack): void {
    this.tracks = this.tracks.filter((one) => one !== track);
  }
}

type Kind = 'audio' | 'video';

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** A computer with microphones, cameras and a screen, and a person who allows or refuses. */
export class FakeDevices {
  readonly log: string[] = [];
  /** Every track that was ever handed out. */
  readonly opened: FakeDeviceTrack[] = [];
  plugged: Record<Kind, FakeSource[]> = {
    audio: [{ deviceId: 'built-in' }, { deviceId: 'headset' }],
    video: [{ deviceId: 'webcam' }],
  };
  /** Refused or broken, by the name that the browser gives. */
  denied: { audio?: string; video?: string; screen?: string } = {};
  permission: PermissionState | 'unknown' = 'unknown';
  /** As on phones: one camera at a time. */
  onlyOneCamera = false;
  /** While set, whoever asks waits. */
  held: Promise<void> | undefined;
  #changed: () => void = () => undefined;

  live(kind: Kind): FakeDeviceTrack[] {
    return this.opened.filter((track) => track.kind === kind && track.readyState === 'live');
  }

  plug(kind: Kind, sources: FakeSource[]): void {
    this.plugged = { ...this.plugged, [kind]: sources };
    this.#changed();
  }

  readonly ports: MediaPorts = {
    createPeerConnection: () => {
      throw new Error('nothing is connected here');
    },
    generateCertificate: () => Promise.reject(new Error('nothing is connected here')),
    createStream: () => asBrowsers<MediaStream>(new FakeDeviceStream()),
    getUserMedia: async (constraints) => {
      const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind] !== undefined);
      const asked = kinds.map((kind) => describe(kind, constraints[kind]));
      this.log.push(asked.join(' + '));
      await (this.held ?? Promise.resolve());
      for (const kind of kinds) if (this.denied[kind] !== undefined) throw named(this.denied[kind]);
      return asBrowsers<MediaStream>(
        new FakeDeviceStream(kinds.map((kind) => this.#open(kind, constraints[kind]))),
      );
    },
    getDisplayMedia: async () => {
      this.log.push('screen');
      await (this.held ?? Promise.resolve());
      if (this.denied.screen !== undefined) throw named(this.denied.screen);
      const track = new FakeDeviceTrack('video', { deviceId: 'screen' });
      this.opened.push(track);
      return asBrowsers<MediaStream>(new FakeDeviceStream([track]));
    },
    listDevices: async () => {
      await Promise.resolve();
      const of = (kind: Kind, name: MediaDeviceKind) =>
        this.plugged[kind].map(({ deviceId }) => ({ deviceId, kind: name, label: `The ${deviceId}` }));
      const speakers = [{ deviceId: 'default', kind: 'audiooutput' as const, label: 'Default' }];
      return [...of('audio', 'audioinput'), ...of('video', 'videoinput'), ...speakers];
    },
    onDevicesChanged: (listener) => {
      this.#changed = listener;
      return () => {
        this.#changed = () => undefined;
      };
    },
    readPermission: async () => {
      await Promise.resolve();
      return this.permission;
    },
  };

  #open(kind: Kind, constraint: boolean | MediaTrackConstraints | undefined): FakeDeviceTrack {
    const { deviceId, facingMode } = typeof constraint === 'object' ? constraint : {};
    const fits = (source: FakeSource): boolean =>
      [exact(deviceId), undefined].includes(exact(deviceId) === undefined ? undefined : source.deviceId) &&
      (exact(facingMode) === undefined || source.facingMode === exact(facingMode));
    const plugged = this.plugged[kind];
    if (plugged.length === 0) throw named('NotFoundError');
    const source = plugged.find(fits);
    if (source === undefined) throw named('OverconstrainedError');
    if (kind === 'video' && this.onlyOneCamera && this.live('video').length > 0)
      throw named('NotReadableError');
    const track = new FakeDeviceTrack(kind, source);
    this.opened.push(track);
    return track;
  }
}

function exact(constraint: ConstrainDOMString | undefined): string | undefined {
  if (typeof constraint !== 'object' || !('exact' in constraint)) return undefined;
  return typeof constraint.exact === 'string' ? constraint.exact : undefined;
}

/** `audio`, or `video headset` where one is asked for by name. */
function describe(kind: Kind, constraint: boolean | MediaTrackConstraints | undefined): string {
  const { deviceId, facingMode } = typeof constraint === 'object' ? constraint : {};
  return [kind, exact(deviceId), exact(facingMode)].filter((one) => one !== undefined).join(' ');
}

/** The browser's classes are far larger than what the SDK uses of them: a double has only that. */
function asBrowsers<T>(double: object): T {
  return double as T;
}
