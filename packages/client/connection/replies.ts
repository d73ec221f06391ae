import { REPLIES } from '@parley/protocol';
import type { Reply, UpType, WireError } from '@parley/protocol';
import * as z from 'zod/mini';
import { ParleyError } from '../error.ts';

/** A frame that is not answered for this long has met a dead connection, in milliseconds. */
export const REPLY_TIMEOUT_MS = 10_000;

interface Waiting {
  type: UpType;
  resolve: (result: unknown) => void;
  reject: (error: ParleyError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** The frames of one socket that wait for their reply (WIRE-6). */
export class Replies {
  readonly #waiting = new Map<number, Waiting>();
  #lastRef = 0;
  readonly #onTimeout: () => void;

  constructor(onTimeout: () => void) {
    this.#onTimeout = onTimeout;
  }

  /** Gives the next `ref` to `send` and waits for the reply. */
  expect<T extends UpType>(
    type: T,
    send: (ref: number) => void,
    timeoutMs = REPLY_TIMEOUT_MS,
  ): Promise<Reply<T>> {
    this.#lastRef += 1;
    const ref = this.#lastRef;
    return new Promise<Reply<T>>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(ref);
        reject(new ParleyError('offline', `${type} was not answered in time`));
        this.#onTimeout();
      }, timeoutMs);
      // `settle` has parsed the result by the schema of this type.
      this.#waiting.set(ref, { type, resolve: (result) => resolve(result as Reply<T>), reject, timer });
      send(ref);
    });
  }

  settle(ref: number, result: unknown): void {
    const waiting = this.#take(ref);
    if (waiting === undefined) return;
    const parsed = z.safeParse(REPLIES[waiting.type], result);
    if (parsed.success) waiting.resolve(parsed.data);
    else
      waiting.reject(new ParleyError('internal', `the reply to ${waiting.type} does not match the protocol`));
  }

  refuse(ref: number, error: WireError): void {
    const { code, detail, retryAfterMs } = error;
    this.#take(ref)?.reject(new ParleyError(code, detail, { retryAfterMs }));
  }

  /** The socket is gone: nobody will answer. */
  abandon(): void {
    for (const ref of this.#waiting.keys()) {
      this.#take(ref)?.reject(new ParleyError('offline', 'the connection was lost before the answer came'));
    }
  }

  #take(ref: number): Waiting | undefined {
    const waiting = this.#waiting.get(ref);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(ref);
    clearTimeout(waiting.timer);
    return waiting;
  }
}
