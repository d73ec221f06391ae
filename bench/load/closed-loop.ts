import { runCall } from './call.ts';
import type { Pair } from './call.ts';
import type { Dialect } from './dialect.ts';

export interface ClosedLoopResult {
  /** Calls that ended in time. */
  calls: number;
  /** All of them, those too that were under way when time was up. */
  callsWithTail: number;
  elapsedMs: number;
  /** How much of one processor the load generator itself used; near 1 it was the limit, not the server. */
  generatorBusy: number;
}

/** So many calls at once for so long, each followed by the next. */
export async function runClosedLoop(
  dialect: Dialect,
  pairs: readonly Pair[],
  { concurrency, forMs }: { concurrency: number; forMs: number },
): Promise<ClosedLoopResult> {
  const free = [...pairs];
  const startMs = performance.now();
  const usageBefore = process.cpuUsage();
  let calls = 0;
  let callsWithTail = 0;
  const isOver = (): boolean => performance.now() - startMs >= forMs;
  const callAgain = async (): Promise<void> => {
    while (!isOver()) {
      const pair = free.shift();
      if (pair === undefined) throw new Error('more calls at once than pairs');
      await runCall(dialect, pair);
      free.push(pair);
      callsWithTail += 1;
      if (!isOver()) calls += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, callAgain));
  const used = process.cpuUsage(usageBefore);
  const totalMs = performance.now() - startMs;
  return {
    calls,
    callsWithTail,
    elapsedMs: forMs,
    generatorBusy: (used.user + used.system) / 1_000 / totalMs,
  };
}
