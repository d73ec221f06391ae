import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Orders, OrderName, Outcome } from './orders.ts';

const PROGRAM = fileURLToPath(new URL('./generator-main.ts', import.meta.url));

/** The load generator as the bench sees it. */
export interface Generator {
  /** @throws with the load generator's reason */
  order: <N extends OrderName>(name: N, ask: Orders[N]['ask']) => Promise<Orders[N]['answer']>;
  stop: () => void;
}

/** Starts the load generator's process. When `signal` aborts, orders fail with its reason. */
export function startGenerator(signal: AbortSignal): Generator {
  const child = fork(PROGRAM);
  return {
    order: (name, ask) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const settle = new AbortController();
        const fail = (error: unknown): void => {
          settle.abort();
          reject(error);
        };
        const ended = (): void => fail(new Error('the load generator has ended'));
        const answered = (message: unknown): void => {
          // Trust border: our own process; it answers an order with what Orders says.
          const outcome = message as Outcome;
          if ('failure' in outcome) return fail(new Error(outcome.failure));
          settle.abort();
          resolve(outcome.answer);
        };
        child.once('exit', ended).once('message', answered);
        signal.addEventListener('abort', () => fail(signal.reason), { once: true, signal: settle.signal });
        settle.signal.addEventListener('abort', () => child.off('exit', ended).off('message', answered));
        child.send({ name, ask });
      }),
    // Its sockets and timers go with it.
    stop: () => child.kill('SIGKILL'),
  };
}
