import { end, ring, toOurs } from '../call-cycle.ts';
import { openPair, openSide } from '../contest.ts';
import type { Pair, Side } from '../contest.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { parley } from '../stage.ts';
import { repeat, times } from './repeat.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

const DELAY_MS = 50;
const PLAN = { ringMs: 300, camera: 'closed', limitMs: 5_000 } as const;

interface Trio extends Pair {
  /** The callee's second device. */
  other: Side;
}

/** @returns milliseconds from what stops the ring to its end */
async function cancelled({ caller, callee, other }: Trio): Promise<number> {
  const pair = { caller, callee, close: async () => undefined };
  const alsoRings = other.page.evaluate(() => window.bench.untilIncoming());
  await ring(pair, PLAN);
  await alsoRings;
  const stops = callee.page.evaluate(() => window.bench.untilIdle());
  const cancelledAtMs = toOurs(caller, await caller.page.evaluate(() => window.bench.hangUp()));
  const stoppedAtMs = toOurs(callee, await stops);
  for (const { page } of [other, caller]) await page.evaluate(() => window.bench.untilIdle());
  return stoppedAtMs - cancelledAtMs;
}

async function answeredElsewhere({ caller, callee, other }: Trio): Promise<number> {
  const pair = { caller, callee, close: async () => undefined };
  const alsoRings = other.page.evaluate(() => window.bench.untilIncoming());
  await ring(pair, PLAN);
  await alsoRings;
  const stops = other.page.evaluate(() => window.bench.untilIdle());
  const acceptedAtMs = toOurs(callee, await callee.page.evaluate(() => window.bench.accept()));
  const stoppedAtMs = toOurs(other, await stops);
  await end(pair);
  return stoppedAtMs - acceptedAtMs;
}

async function openTrio({ stage }: RowContext): Promise<Trio> {
  const competitor = parley(stage, { route: 'relay', preconnect: true });
  const pair = await openPair(stage.browsers, competitor);
  const other = await openSide(stage.browsers.callee, competitor, pair.callee.setup);
  return {
    ...pair,
    other,
    close: async () => {
      await other.context.close();
      await pair.close();
    },
  };
}

async function measure(
  context: RowContext,
  what: string,
  once: (trio: Trio) => Promise<number>,
): Promise<Figure> {
  const { values, failures } = await repeat(() => openTrio(context), times(context.amount.calls / 2), once);
  const limitMs = 2 * DELAY_MS + 100;
  return toFigure(
    {
      ...{ row: 'The ring stops', what, profile: `${DELAY_MS} ms`, competitor: 'Parley', unit: 'ms' },
      target: { text: `p95 ${limitMs}`, p95AtMost: limitMs },
    },
    values,
    failures,
  );
}

export const ringStops: Row = async (context) => {
  if (!context.withParley) return [];
  await context.stage.setProfile(delayed(DELAY_MS));
  const figures = [
    await measure(context, 'cancelled → ring stops', cancelled),
    await measure(context, 'answered elsewhere → ring stops', answeredElsewhere),
  ];
  for (const { what, p50, p95, failed } of figures)
    context.say(`${what}: ${p50?.toFixed(0)}/${p95?.toFixed(0)} ms, ${failed} failed`);
  return figures;
};
