import type { MediaPorts, Ports, Socket, SocketHandlers } from '../ports.ts';

/** A socket of the client's, seen from the server's end. */
export class FakeSocket {
  readonly url: string;
  readonly received: string[] = [];
  readonly #handlers: SocketHandlers;
  readonly #onText: (socket: FakeSocket, text: string) => void;
  open = true;

  constructor(url: string, handlers: SocketHandlers, onText: (socket: FakeSocket, text: string) => void) {
    this.url = url;
    this.#handlers = handlers;
    this.#onText = onText;
  }

  accept(): void {
    if (this.open) this.#handlers.onOpen();
  }

  send(text: string): void {
    if (this.open) this.#handlers.onText(text);
  }

  /** The server or the network closes it. */
  close(code: number): void {
    if (!this.open) return;
    this.open = false;
    this.#handlers.onClosed(code);
  }

  /** The client's end. */
  toSocket(): Socket {
    return {
      send: (text) => {
        if (!this.open) return;
        this.received.push(text);
        this.#onText(this, text);
      },
      close: () => {
        this.open = false;
      },
    };
  }
}

interface FakeOutside {
  onSocket: (socket: FakeSocket) => void;
  onText: (socket: FakeSocket, text: string) => void;
  onRequest: (url: string, init: RequestInit) => Promise<Response>;
}

/** The outside of a client, in memory: no network, the global clock (which a test can fake), ids from a counter. */
export class FakePorts implements Ports {
  readonly media: MediaPorts | undefined;
  readonly #outside: FakeOutside;
  readonly #wake = new Set<(because: 'network' | 'seen') => void>();
  readonly #leave = new Set<() => void>();
  #ids = 0;

  constructor(outside: FakeOutside, media?: MediaPorts) {
    this.#outside = outside;
    this.media = media;
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => this.#outside.onRequest(url, init);

  readonly openSocket = (url: string, handlers: SocketHandlers): Socket => {
    const socket = new FakeSocket(url, handlers, this.#outside.onText);
    // A real socket never answers within the call that opens it.
    queueMicrotask(() => this.#outside.onSocket(socket));
    return socket.toSocket();
  };

  readonly nowMs = (): number => Date.now();
  readonly random = (): number => 0.5;
  readonly newId = (): string => fakeId(++this.#ids, 'c');

  readonly onWake = (listener: (because: 'network' | 'seen') => void): (() => void) => {
    this.#wake.add(listener);
    return () => this.#wake.delete(listener);
  };

  readonly onLeave = (listener: () => void): (() => void) => {
    this.#leave.add(listener);
    return () => this.#leave.delete(listener);
  };

  wake(because: 'network' | 'seen'): void {
    for (const listener of this.#wake) listener(because);
  }

  leave(): void {
    for (const listener of this.#leave) listener();
  }
}

/** A valid id from a number; the letter tells who made it. */
export function fakeId(number: number, letter: 'a' | 'b' | 'c' | 'd' | 'e' | 'f'): string {
  return `${letter.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
