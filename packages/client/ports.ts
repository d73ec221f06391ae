import type { TextStorage } from './api.ts';
import { createIdentityStorage } from './call/identity/storage.ts';
import type { IdentityStorage } from './call/identity/storage.ts';
import { createDevicePorts } from './call/media/device-ports.ts';

/** One WebSocket, as little of it as the SDK needs. */
export interface Socket {
  send: (text: string) => void;
  close: () => void;
}

export interface SocketHandlers {
  onOpen: () => void;
  onText: (text: string) => void;
  /** Once, with the close code (RFC 6455; 1006: lost without a word). */
  onClosed: (code: number) => void;
}

/** What a call needs of the platform (W3C WebRTC, Media Capture). Nothing of it is touched before a call is placed or accepted. */
export interface MediaPorts {
  createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  createStream: () => MediaStream;
  generateCertificate: () => Promise<RTCCertificate>;
  /** Undefined: screens cannot be shared here. */
  getDisplayMedia?: ((options: DisplayMediaStreamOptions) => Promise<MediaStream>) | undefined;
  /** Names are empty until the person has allowed a microphone or camera. Undefined: devices cannot be told apart. */
  listDevices?: (() => Promise<readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[]>) | undefined;
  /** Something was plugged in or out. Returns the way to stop listening. */
  onDevicesChanged?: ((listener: () => void) => () => void) | undefined;
  /** What the person has said about opening this; asks them nothing. */
  readPermission?: ((device: 'microphone' | 'camera') => Promise<PermissionState | 'unknown'>) | undefined;
  /** What this platform can decode, and so be sent. */
  listCodecs?: ((kind: 'audio' | 'video') => readonly RTCRtpCodec[]) | undefined;
}

/** Everything outside that the SDK touches, so that tests can be the outside. Timers are the global ones. */
export interface Ports {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  openSocket: (url: string, handlers: SocketHandlers) => Socket;
  nowMs: () => number;
  /** In [0, 1). */
  random: () => number;
  newId: () => string;
  /** Undefined: signalling without media. */
  media: MediaPorts | undefined;
  /** Undefined: nothing outlives this client. */
  storage: TextStorage | undefined;
  /** Lasts as long as this tab, over a reload too. Undefined: a program that starts again is another device. */
  tabStorage: TextStorage | undefined;
  /** Holds a name for as long as this program runs; false: another program here holds it. */
  claim: (name: string) => Promise<boolean>;
  /** Where this device's keys and those of the people it talks to stay. */
  identityStorage: IdentityStorage;
  /** `network`: there is a network again, or another. `seen`: the page is looked at again, after sleep perhaps. */
  onWake: (listener: (because: 'network' | 'seen') => void) => () => void;
  /** The page goes away for good. */
  onLeave: (listener: () => void) => () => void;
}

function openSocket(url: string, handlers: SocketHandlers): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener('open', handlers.onOpen);
  socket.addEventListener('message', (event) => {
    if (typeof event.data === 'string') handlers.onText(event.data);
  });
  socket.addEventListener('close', (event) => handlers.onClosed(event.code));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(1000),
  };
}

function createMediaPorts(): MediaPorts | undefined {
  if (typeof RTCPeerConnection === 'undefined') return undefined;
  return {
    createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
    // Without a secure context there is no mediaDevices; the call then goes on without sending.
    getUserMedia: async (constraints) => await navigator.mediaDevices.getUserMedia(constraints),
    createStream: () => new MediaStream(),
    generateCertificate: async () =>
      // ECDSA: made in a few milliseconds, where RSA takes a second on a phone. Named so that TypeScript takes it.
      await RTCPeerConnection.generateCertificate({
        name: 'ECDSA',
        namedCurve: 'P-256',
      } as AlgorithmIdentifier),
    ...createDevicePorts(),
  };
}

function onWake(listener: (because: 'network' | 'seen') => void): () => void {
  if (!inPage()) return () => undefined;
  const onNetwork = (): void => listener('network');
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') listener('seen');
  };
  window.addEventListener('online', onNetwork);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    window.removeEventListener('online', onNetwork);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}

function onLeave(listener: () => void): () => void {
  if (!inPage()) return () => undefined;
  window.addEventListener('pagehide', listener);
  return () => window.removeEventListener('pagehide', listener);
}

/** Runs in a page, rather than in Node. */
export function inPage(): boolean {
  return typeof window !== 'undefined' && typeof document !== 'undefined';
}

function pageStorage(): TextStorage | undefined {
  try {
    return inPage() ? window.localStorage : undefined;
  } catch {
    // A browser that lets this site keep nothing.
    return undefined;
  }
}

function tabStorage(): TextStorage | undefined {
  try {
    return inPage() ? window.sessionStorage : undefined;
  } catch {
    return undefined;
  }
}

/** A page that was loaded again gets the name as soon as its predecessor is gone, which takes a moment, in milliseconds. */
const CLAIM_TIMEOUT_MS = 1_000;

async function claim(name: string): Promise<boolean> {
  // Only secure contexts have locks, whatever the types say. Without, the server's word decides (superseded).
  const locks = inPage() ? (navigator.locks as LockManager | undefined) : undefined;
  if (locks === undefined) return true;
  return await new Promise((resolve) => {
    const signal = AbortSignal.timeout(CLAIM_TIMEOUT_MS);
    const hold = (): Promise<void> => {
      resolve(true);
      return new Promise(() => undefined);
    };
    locks.request(name, { signal }, hold).catch(() => resolve(false));
  });
}

/** The real outside: a browser's or Node 24's. */
export function createPorts(options: { media?: boolean; storage?: TextStorage | false }): Ports {
  return {
    fetch: async (url, init) => await fetch(url, init),
    openSocket,
    nowMs: () => Date.now(),
    random: () => Math.random(),
    newId: () => crypto.randomUUID(),
    media: options.media === false ? undefined : createMediaPorts(),
    storage: options.storage === false ? undefined : (options.storage ?? pageStorage()),
    tabStorage: options.storage === false ? undefined : tabStorage(),
    claim,
    identityStorage: createIdentityStorage(),
    onWake,
    onLeave,
  };
}
