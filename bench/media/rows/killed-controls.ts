import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../browser/clock.ts';
import { answer, end, reasonOf, ring } from '../call-cycle.ts';
import type { CyclePlan } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Competitor, Pair } from '../contest.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { startParley } from '../servers/parley.ts';
import { findFreePort } from '../servers/process.ts';
import type { Stage } from '../stage.ts';
import { observeBoth, untilFullSize, worseGapMs } from './media-gap.ts';

export interface ControlPlan {
  /** The figure that they stand beside. */
  of: { row: string; profile: string; what: string };
  call: CyclePlan;
  talkMs: number;
  times: number;
}

async function oneCall(pair: Pair, plan: ControlPlan, meanwhile: () => Promise<void>): Promise<number> {
  await ring(pair, plan.call);
  const result = await answer(pair, plan.call);
  if (!result.ok) throw new Error(result.why);
  await untilFullSize(pair);
  const fromMs = nowMs();
  await meanwhile();
  await sleep(plan.talkMs);
  const toMs = nowMs() - 200;
  const gapMs = worseGapMs(pair, await observeBoth(pair), fromMs, toMs);
  await end(pair);
  return gapMs;
}

/**
 * What this machine does to a call whose own server goes on: nothing happens, or a server that has nothing to do with
 * the call, killed before it as ours is, starts beside it. The gap of a killed server means what is more than that.
 */
export async function measureControls(
  stage: Stage,
  competitor: Competitor,
  plan: ControlPlan,
): Promise<Figure[]> {
  const port = await findFreePort();
  const relay = { turnUrl: 'turn:127.0.0.1:9', turnSecret: 'nobody connects there' };
  const other = await startParley({ port, origin: `http://localhost:${port}`, ...relay });
  await other.kill();
  const controls: Record<string, () => Promise<void>> = {
    'Parley, nothing happens': () => sleep(plan.talkMs),
    'Parley, another server starts': other.start,
  };
  const pair = await openPair(stage.browsers, competitor);
  const figures: Figure[] = [];
  try {
    for (const [name, meanwhile] of Object.entries(controls)) {
      const gaps: number[] = [];
      const failures: string[] = [];
      for (let time = 0; time < plan.times; time += 1) {
        await oneCall(pair, plan, meanwhile).then(
          (gapMs) => gaps.push(gapMs),
          (error: unknown) => failures.push(reasonOf(error)),
        );
        await other.kill();
      }
      figures.push(toFigure({ ...plan.of, competitor: name, unit: 'ms' }, gaps, failures));
    }
    return figures;
  } finally {
    await pair.close();
    await other.stop();
  }
}
