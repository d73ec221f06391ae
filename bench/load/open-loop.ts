import { setTimeout as sleep } from 'node:timers/promises';
import { runCall } from './call.ts';
import type { Pair } from './call.ts';
import type { Dialect } from './dialect.ts';

/**
 * Places calls at their times whether or not earlier ones have ended, as people do.
 *
 * @param arrivalsMs from now, ascending
 * @returns the ring latency of each call, in milliseconds
 */
export async function runOpenLoop(
  dialect: Dialect,
  pairs: readonly Pair[],
  arrivalsMs: readonly number[],
): Promise<number[]> {
  const free = [...pairs];
  const startMs = performance.now();
  const calls: Promise<number>[] = [];
  for (const atMs of arrivalsMs) {
    const waitMs = startMs + atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    // The pair that has rested longest, so that the load is even.
    const pair = free.shift();
    if (pair === undefined)
      throw new Error(`all ${pairs.length} pairs are in calls: the server cannot keep up`);
    const call = runCall(dialect, pair).finally(() => free.push(pair));
    // The first failure is thrown below; the others must not end the process before that.
    call.catch(() => undefined);
    calls.push(call);
  }
  return await Promise.all(calls);
}
