import type { TextStorage } from '../api.ts';
import { createMemoryIdentityStorage } from '../call/identity/storage.ts';
import type { IdentityStorage } from '../call/identity/storage.ts';
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
  readonly storage: TextStorage | undefined;
  /** Give it to the client that stands for the same tab, loaded again. */
  readonly tabStorage: TextStorage;
  /** Names that another program holds. */
  readonly taken = new Set<string>();
  readonly identityStorage: IdentityStorage = createMemoryIdentityStorage();
  /** Every socket that the client has opened, the oldest first. */
  readonly sockets: FakeSocket[] = [];
  readonly #outside: FakeOutside;
  readonly #wake = new Set<(because: 'network' | 'seen') => void>();
  readonly #leave = new Set<() => void>();
  // One count for all: a client that starts again makes new ids.
  static #ids = 0;

  constructor(
    outside: FakeOutside,
    media?: MediaPorts,
    storage?: TextStorage,
    tabStorage = createMemoryStorage(),
  ) {
    this.#outside = outside;
    this.media = media;
    this.storage = storage;
    this.tabStorage = tabStorage;
  }

  readonly claim = (name: string): Promise<boolean> => Promise.resolve(!this.taken.has(name));

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => this.#outside.onRequest(url, init);

  readonly openSocket = (url: string, handlers: SocketHandlers): Socket => {
    const socket = new FakeSocket(url, handlers, this.#outside.onText);
    this.sockets.push(socket);
    // A real socket never answers within the call that opens it.
    queueMicrotask(() => this.#outside.onSocket(socket));
    return socket.toSocket();
  };

  readonly nowMs = (): number => Date.now();
  readonly random = (): number => 0.5;
  readonly newId = (): string => fakeId(++FakePorts.#ids, 'c');

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

/** Storage that lasts as long as the test: give it to the client that starts again. */
export function createMemoryStorage(): TextStorage {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}

/** A valid id from a number; the letter tells who made it. */
export function fakeId(number: number, letter: 'a' | 'b' | 'c' | 'd' | 'e' | 'f'): string {
  return `${letter.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
