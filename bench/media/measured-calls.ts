import { answer, end, reasonOf, ring } from './call-cycle.ts';
import type { CyclePlan, CycleResult } from './call-cycle.ts';
import { openPair } from './contest.ts';
import type { Competitor, Pair } from './contest.ts';
import type { Browsers } from './browser/browsers.ts';

async function oneCall(pair: Pair, plan: CyclePlan): Promise<CycleResult> {
  try {
    await ring(pair, plan);
    const result = await answer(pair, plan);
    await end(pair);
    return result;
  } catch (error) {
    return { ok: false, wasConnected: false, why: reasonOf(error) };
  }
}

/**
 * Places so many calls of one competitor, one after another; every one has a result, also the failed, after which a new
 * pair is opened. Nothing else rings meanwhile: another pair with its cameras open would be measured with it.
 */
export async function runCalls(
  browsers: Browsers,
  competitor: Competitor,
  plan: CyclePlan & { calls: number },
): Promise<CycleResult[]> {
  const results: CycleResult[] = [];
  let pair: Pair | undefined;
  // The first call of a page pays for compiling and warming up; nobody's first is counted.
  let isFirst = true;
  while (results.length < plan.calls) {
    pair ??= await openPair(browsers, competitor);
    const result = await oneCall(pair, plan);
    if (!isFirst || !result.ok) results.push(result);
    isFirst = !result.ok;
    if (result.ok) continue;
    await pair.close();
    pair = undefined;
  }
  await pair?.close();
  return results;
}
