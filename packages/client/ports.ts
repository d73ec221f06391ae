import type { TextStorage } from './api.ts';

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
    onWake,
    onLeave,
  };
}
