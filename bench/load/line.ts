import { WebSocket } from 'ws';
import type { Arrival, Dialect, Seat } from './dialect.ts';

/** A socket of the load generator, greeted and ready. */
export interface Line {
  send: (text: string) => void;
  /** Who wants to know what arrives; one at a time, undefined for nobody. */
  listen: (listener: Listener | undefined) => void;
  close: () => Promise<void>;
}

interface Listener {
  arrived: (arrival: Arrival) => void;
  failed: (error: Error) => void;
}

/** A contestant that has not greeted by then is broken. */
const OPEN_LIMIT_MS = 20_000;

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Connects one seat and waits until the server has taken it in. */
async function openLine(dialect: Dialect, origin: string, seat: Seat): Promise<Line> {
  const { url, headers } = dialect.address(origin, seat);
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  let listener: Listener | undefined;
  let closing = false;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('message', (data: Buffer) => {
    try {
      listener?.arrived(dialect.read(data.toString()));
    } catch (thrown) {
      listener?.failed(toError(thrown));
    }
  });
  socket.on('error', (error) => listener?.failed(error));
  socket.on('close', (code) => {
    if (!closing) listener?.failed(new Error(`the server closed a socket with code ${code}`));
  });

  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server greets nobody')), OPEN_LIMIT_MS);
    listener = {
      arrived: (arrival) => {
        if (arrival !== 'open') return;
        clearTimeout(timer);
        resolve();
      },
      failed: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    };
    socket.on('open', () => {
      const greeting = dialect.greeting(seat);
      if (greeting !== undefined) socket.send(greeting);
    });
  });
  listener = undefined;
  return {
    send: (text) => socket.send(text),
    listen: (next) => (listener = next),
    close: async () => {
      closing = true;
      socket.close();
      await closed;
    },
  };
}

/** More at once would measure how long a queue of new connections may be. */
const OPEN_AT_ONCE = 50;

/** Connects many seats, some at a time, in the order given. */
export async function openLines(dialect: Dialect, origin: string, seats: readonly Seat[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (let next = 0; next < seats.length; next += OPEN_AT_ONCE) {
    const batch = seats.slice(next, next + OPEN_AT_ONCE);
    lines.push(...(await Promise.all(batch.map((seat) => openLine(dialect, origin, seat)))));
  }
  return lines;
}
