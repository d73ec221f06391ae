import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { DeviceId, DownFrame, PROTOCOL_VERSION, REPLIES } from '@parley/protocol';
import type { Down, DownType, Platform, Reply, Up, UpType, WireError } from '@parley/protocol';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { TestPerson } from './person.ts';
import { TEST_KEY } from './signals.ts';

/** A frame without what the device fills in. */
type Frame<T extends UpType> = Omit<Up<T>, 'type' | 'ref'>;

/** How long a test waits for what must come, in milliseconds. */
const PATIENCE_MS = 4_000;

/** One socket of a person in a test. Every frame that comes is held against the protocol's schema. */
export interface TestDevice {
  deviceId: DeviceId;
  welcome: Down<'welcome'>;
  /** All events so far, in order; replies are not among them. */
  events: DownFrame[];
  /** Sends a frame and waits for its reply, whichever it is. */
  ask: <T extends UpType>(type: T, frame: Frame<T>) => Promise<Reply<T> | WireError>;
  /** The same, and it has to succeed. */
  call: <T extends UpType>(type: T, frame: Frame<T>) => Promise<Reply<T>>;
  /** The same, and it has to be refused. */
  fail: <T extends UpType>(type: T, frame: Frame<T>) => Promise<WireError['code']>;
  /** Waits for an event of that type, also one that is here already and has not been taken. */
  take: <T extends DownType>(type: T) => Promise<Down<T>>;
  /** Replies that come back once everything before is done: what has not come by then will not come. */
  settle: () => Promise<void>;
  /** Waits until the server has asked for a sign of life; the answer is on its way. */
  pinged: () => Promise<void>;
  /** Sends anything. */
  sendRaw: (text: string | Buffer) => void;
  closed: Promise<number>;
  /** With a code of its choice, or with none. */
  close: (code?: number) => Promise<void>;
  /** Ends the connection without a word. */
  breakOff: () => void;
}

class Inbox {
  readonly events: DownFrame[] = [];
  readonly #taken = new Set<DownFrame>();
  readonly #replies = new Map<number, (reply: Down<'ok'> | Down<'error'>) => void>();
  #wake: (() => void)[] = [];

  receive(frame: DownFrame): void {
    if (
      frame.type === 'ok' ||
      (frame.type === 'error' && frame.ref !== null && this.#replies.has(frame.ref))
    ) {
      const { ref } = frame;
      if (ref === null) return;
      this.#replies.get(ref)?.(frame);
      this.#replies.delete(ref);
    } else {
      this.events.push(frame);
      for (const wake of this.#wake.splice(0)) wake();
    }
  }

  reply(ref: number): Promise<Down<'ok'> | Down<'error'>> {
    return withPatience(`a reply to ${ref}`, new Promise((resolve) => this.#replies.set(ref, resolve)));
  }

  async take<T extends DownType>(type: T): Promise<Down<T>> {
    for (;;) {
      const found = this.events.find(
        (event): event is Down<T> => event.type === type && !this.#taken.has(event),
      );
      if (found !== undefined) {
        this.#taken.add(found);
        return found;
      }
      await withPatience(type, new Promise<void>((resolve) => void this.#wake.push(resolve)));
    }
  }
}

async function withPatience<T>(what: string, waiting: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([waiting, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface ConnectOptions {
  deviceId?: DeviceId;
  platform?: Platform;
  headers?: Record<string, string>;
  /** A peer that is gone without a word does not answer pings. */
  answersPings?: boolean;
  /** It has an identity key, so that calls to it may be prepared. */
  signs?: boolean;
}

/** Opens a socket without saying hello. */
export async function openSocket(
  origin: string,
  { headers = {}, answersPings = true }: Pick<ConnectOptions, 'headers' | 'answersPings'> = {},
): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers, autoPong: answersPings });
  await once(socket, 'open');
  return socket;
}

/** Signs a device of a person in, by a ticket, and waits for its welcome. */
export async function connectDevice(
  origin: string,
  person: TestPerson,
  options: ConnectOptions = {},
): Promise<TestDevice> {
  const deviceId = options.deviceId ?? DeviceId.parse(randomUUID());
  const { platform = 'web', signs = false } = options;
  const { ticket } = await person.call('createTicket', {});
  const socket = await openSocket(origin, options);
  const inbox = new Inbox();
  const closed = once(socket, 'close').then(([code]) => z.number().parse(code));
  socket.on('message', (data: Buffer) => inbox.receive(DownFrame.parse(JSON.parse(data.toString()))));
  const identity = signs ? { identityKey: TEST_KEY } : {};
  const hello = { type: 'hello', version: PROTOCOL_VERSION, deviceId, platform, ticket, ...identity };
  socket.send(JSON.stringify(hello));
  const welcome = await inbox.take('welcome');
  let lastRef = 0;

  const exchange = async <T extends UpType>(
    type: T,
    frame: Frame<T>,
  ): Promise<Down<'ok'> | Down<'error'>> => {
    lastRef += 1;
    const reply = inbox.reply(lastRef);
    socket.send(JSON.stringify({ type, ref: lastRef, ...frame }));
    return await reply;
  };
  const ask = async <T extends UpType>(type: T, frame: Frame<T>): Promise<Reply<T> | WireError> => {
    const reply = await exchange(type, frame);
    if (reply.type === 'error') return reply.error;
    // Parsed by this frame's own reply schema.
    return z.core.parse(REPLIES[type], reply.result) as Reply<T>;
  };
  return {
    deviceId,
    welcome,
    events: inbox.events,
    ask,
    async call(type, frame) {
      const reply = await ask(type, frame);
      if ('code' in reply) throw new Error(`${type} was refused: ${JSON.stringify(reply)}`);
      return reply;
    },
    async fail(type, frame) {
      const reply = await ask(type, frame);
      if (!('code' in reply)) throw new Error(`${type} was not refused: ${JSON.stringify(reply)}`);
      return reply.code;
    },
    take: (type) => inbox.take(type),
    async settle() {
      await exchange('ping', {});
    },
    async pinged() {
      await withPatience('a ping', once(socket, 'ping'));
    },
    sendRaw: (text) => socket.send(text),
    closed,
    async close(code) {
      if (socket.readyState === socket.CLOSED) return;
      socket.close(code);
      await closed;
    },
    breakOff: () => socket.terminate(),
  };
}
