import { DownFrame, PING_INTERVAL_MS } from '@parley/protocol';
import type { EventFrame, Hello, Reply, Up, UpType, Welcome } from '@parley/protocol';
import * as z from 'zod/mini';
import type { Ports, Socket } from '../ports.ts';
import { Replies } from './replies.ts';

/** Opening, `hello` and `welcome` together may take this long, in milliseconds. */
const WELCOME_TIMEOUT_MS = 10_000;
/** After the network changed, a reply must come this soon, in milliseconds. */
const PROBE_TIMEOUT_MS = 3_000;
/** What `onClosed` is told when this side gave the socket up (RFC 6455: closed abnormally). */
const GIVEN_UP = 1006;

/** A frame without what its socket adds. */
export type UpBody<T extends UpType> = Omit<Up<T>, 'ref' | 'type'>;

interface LinkHandlers {
  onWelcome: (welcome: Welcome, sentAtMs: number, receivedAtMs: number) => void;
  onEvent: (frame: EventFrame) => void;
  /** Once, whoever closed it. */
  onClosed: (code: number) => void;
}

function parseFrame(text: string): DownFrame | undefined {
  try {
    const parsed = z.safeParse(DownFrame, JSON.parse(text));
    // A frame that this version does not know is no reason to drop the connection.
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** One socket from `hello` to its close. */
export class Link {
  readonly #handlers: LinkHandlers;
  readonly #ports: Pick<Ports, 'nowMs'>;
  readonly #socket: Socket;
  readonly #replies = new Replies(() => this.#end(GIVEN_UP));
  #welcomeTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #helloAtMs = 0;
  #welcomed = false;
  #over = false;

  constructor(ports: Pick<Ports, 'nowMs' | 'openSocket'>, url: string, hello: Hello, handlers: LinkHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.#welcomeTimer = setTimeout(() => this.#end(GIVEN_UP), WELCOME_TIMEOUT_MS);
    this.#socket = ports.openSocket(url, {
      onOpen: () => {
        this.#helloAtMs = ports.nowMs();
        this.#socket.send(JSON.stringify(hello));
      },
      onText: (text) => this.#onText(text),
      onClosed: (code) => this.#end(code),
    });
  }

  /** Sends a frame; resolves with its reply (WIRE-6). */
  request<T extends UpType>(type: T, body: UpBody<T>, timeoutMs?: number): Promise<Reply<T>> {
    return this.#replies.expect(
      type,
      (ref) => this.#socket.send(JSON.stringify({ type, ref, ...body })),
      timeoutMs,
    );
  }

  /** Is the other end still there? If not, the link ends within PROBE_TIMEOUT_MS. */
  probe(): void {
    if (this.#welcomed && !this.#over) this.request('ping', {}, PROBE_TIMEOUT_MS).catch(() => undefined);
  }

  /** Lets go without telling `onClosed`. */
  close(): void {
    if (this.#over) return;
    this.#stop();
    this.#socket.close();
  }

  #onText(text: string): void {
    if (this.#over) return;
    const frame = parseFrame(text);
    if (frame === undefined) return;
    switch (frame.type) {
      case 'welcome':
        return this.#onWelcome(frame);
      case 'ok':
        return this.#replies.settle(frame.ref, frame.result);
      case 'error':
        return frame.ref === null ? undefined : this.#replies.refuse(frame.ref, frame.error);
      default:
        // Before the greeting nothing is known that an event could change.
        return this.#welcomed ? this.#handlers.onEvent(frame) : undefined;
    }
  }

  #onWelcome(welcome: Welcome): void {
    if (this.#welcomed) return;
    this.#welcomed = true;
    clearTimeout(this.#welcomeTimer);
    this.#pingTimer = setInterval(() => {
      this.request('ping', {}).catch(() => undefined);
    }, PING_INTERVAL_MS);
    this.#handlers.onWelcome(welcome, this.#helloAtMs, this.#ports.nowMs());
  }

  #end(code: number): void {
    if (this.#over) return;
    this.#stop();
    // A socket whose network is gone takes minutes to say so; whoever waits is told now.
    if (code === GIVEN_UP) this.#socket.close();
    this.#handlers.onClosed(code);
  }

  #stop(): void {
    this.#over = true;
    clearTimeout(this.#welcomeTimer);
    clearInterval(this.#pingTimer);
    this.#replies.abandon();
  }
}
