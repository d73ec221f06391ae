import { setTimeout as sleep } from 'node:timers/promises';
import { measureClock, nowMs } from '../browser/clock.ts';
import { connect, end, toOurs, within } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Pair, Side } from '../contest.ts';
import { heardAgainAtMs } from '../perception.ts';
import { toFigure } from '../report/figure.ts';
import { parley } from '../stage.ts';
import { repeat, times } from './repeat.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

const DELAY_MS = 50;
const PLAN = { ringMs: 1_000, camera: 'closed', limitMs: 8_000 } as const;
const TALK_MS = 1_000;
const LIMIT_MS = 15_000;
/** What was on its way when the page went sounds for some time yet; the silence after it is longer than any in the tone. */
const LEAST_SILENCE_MS = 100;

async function untilHeardAgain(stayed: Side, reloadedAtMs: number): Promise<number> {
  for (;;) {
    const { sounds } = await stayed.page.evaluate(() => window.bench.observe());
    const atMs = heardAgainAtMs(sounds, reloadedAtMs + stayed.clock.aheadMs, LEAST_SILENCE_MS);
    if (atMs !== undefined) return toOurs(stayed, atMs);
    await sleep(50);
  }
}

async function untilHears(reloaded: Side): Promise<number> {
  await reloaded.page.waitForFunction(() => 'bench' in window, undefined, { timeout: LIMIT_MS });
  for (;;) {
    const { sounds } = await reloaded.page.evaluate(() => window.bench.observe());
    const first = sounds.find(({ isLoud }) => isLoud);
    // The reloaded page has another clock.
    if (first !== undefined) return first.atMs - (await measureClock(reloaded.page)).aheadMs;
    await sleep(50);
  }
}

/** @returns milliseconds from the reload until both hear each other */
async function reloadOnce(pair: Pair, who: 'caller' | 'callee'): Promise<number> {
  await connect(pair, PLAN);
  await sleep(TALK_MS);
  const reloaded = pair[who];
  const stayed = who === 'caller' ? pair.callee : pair.caller;
  const reloadedAtMs = nowMs();
  await reloaded.page.reload({ waitUntil: 'commit' });
  const heard = await within(
    LIMIT_MS,
    'talking again',
    Promise.all([untilHeardAgain(stayed, reloadedAtMs), untilHears(reloaded)]),
  );
  reloaded.clock = await measureClock(reloaded.page);
  await end(pair);
  return Math.max(...heard) - reloadedAtMs;
}

async function measure({ stage, amount }: RowContext, who: 'caller' | 'callee') {
  const competitor = parley(stage, { route: 'relay', preconnect: true });
  const { values, failures } = await repeat(
    () => openPair(stage.browsers, competitor),
    times(amount.incidents),
    (pair) => reloadOnce(pair, who),
  );
  return toFigure(
    {
      row: 'A page is loaded again in mid-call',
      what: `reload of the ${who}’s page → both hear each other`,
      ...{ profile: `${DELAY_MS} ms`, competitor: 'Parley', unit: 'ms' },
      target: { text: 'p95 3,000', p95AtMost: 3_000 },
    },
    values,
    failures,
  );
}

export const reload: Row = async (context) => {
  if (!context.withParley) return [];
  await context.stage.setProfile(delayed(DELAY_MS));
  const figures = [await measure(context, 'callee'), await measure(context, 'caller')];
  for (const { what, p50, p95, failed } of figures)
    context.say(`${what}: ${p50?.toFixed(0)}/${p95?.toFixed(0)} ms, ${failed} failed`);
  return figures;
};
