// Many calls of one competitor: several pairs ring at the same time, one at a time is answered and measured,
// two where the network is so slow that they mostly wait for it.

import { answer, end, reasonOf, ring } from './call-cycle.ts';
import type { CyclePlan, CycleResult } from './call-cycle.ts';
import { openPair } from './contest.ts';
import type { Competitor, Pair } from './contest.ts';
import type { Browsers } from './browser/browsers.ts';

export interface LanesPlan extends CyclePlan {
  calls: number;
  /** Pairs that ring at the same time; idle ones do not disturb who is measured. */
  lanes: number;
  /** Calls that are answered and measured at the same time (1). */
  atOnce?: number;
  onCall?: (done: number) => void;
}

/** Lets so many in at a time, in the order of asking. */
function createGate(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** After a call that broke in a way that the page may not recover from, a new pair is opened. */
class Lane {
  readonly #open: () => Promise<Pair>;
  #pair: Pair | undefined;

  constructor(open: () => Promise<Pair>) {
    this.#open = open;
  }

  async pair(): Promise<Pair> {
    return (this.#pair ??= await this.#open());
  }

  async renew(): Promise<void> {
    const broken = this.#pair;
    this.#pair = undefined;
    await broken?.close().catch(() => undefined);
  }
}

async function oneCall(
  lane: Lane,
  plan: CyclePlan,
  gate: ReturnType<typeof createGate>,
): Promise<CycleResult> {
  try {
    const pair = await lane.pair();
    await ring(pair, plan);
    const result = await gate(() => answer(pair, plan));
    await end(pair);
    if (!result.ok) await lane.renew();
    return result;
  } catch (error) {
    await lane.renew();
    return { ok: false, wasConnected: false, why: reasonOf(error) };
  }
}

/** Places so many calls; every one has a result, also the failed. */
export async function runCalls(
  browsers: Browsers,
  competitor: Competitor,
  plan: LanesPlan,
): Promise<CycleResult[]> {
  const gate = createGate(plan.atOnce ?? 1);
  const results: CycleResult[] = [];
  let placed = 0;
  const runLane = async (): Promise<void> => {
    const lane = new Lane(() => openPair(browsers, competitor));
    try {
      // The first call of a page pays for compiling and warming up; nobody's first is counted.
      await oneCall(lane, plan, gate);
      while (placed < plan.calls) {
        placed += 1;
        results.push(await oneCall(lane, plan, gate));
        plan.onCall?.(results.length);
      }
    } finally {
      await lane.renew();
    }
  };
  await Promise.all(Array.from({ length: plan.lanes }, runLane));
  return results;
}
