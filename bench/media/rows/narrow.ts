import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../browser/clock.ts';
import { connect, end, reasonOf } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Competitor, Side } from '../contest.ts';
import type { Profile } from '../network/conditions.ts';
import { countFreezes } from '../perception.ts';
import { toValue } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { parley, peerjs, simplePeer } from '../stage.ts';
import type { Row, RowContext } from './row.ts';

/** Each device's link, up and down; a queue of half a second before it, as home routers have. */
const NARROW: Profile = {
  name: '300 kbit/s, 100 ms',
  oneWayDelayMs: 100,
  loss: 0,
  cap: { kbps: 300, queueMs: 500 },
};
const PLAN = { ringMs: 2_000, camera: 'closed', limitMs: 20_000 } as const;

interface Seen {
  framesPerSecond: number;
  freezesPerMinute: number;
  width: number;
}

async function look(side: Side, seconds: number): Promise<Seen> {
  const { frames } = await side.page.evaluate(() => window.bench.observe());
  const toMs = nowMs() + side.clock.aheadMs;
  const watched = frames.filter(({ atMs }) => atMs >= toMs - seconds * 1_000);
  return {
    framesPerSecond: watched.length / seconds,
    freezesPerMinute: (countFreezes(watched) * 60) / seconds,
    width: watched.at(-1)?.width ?? 0,
  };
}

async function measure({ stage, amount, say }: RowContext, competitor: Competitor): Promise<Figure[]> {
  const pair = await openPair(stage.browsers, competitor);
  try {
    await connect(pair, PLAN);
    // The whole minute from the first picture on: finding out how narrow it is belongs to it.
    await sleep(amount.narrowSeconds * 1_000);
    const seen = await Promise.all(
      [pair.caller, pair.callee].map((side) => look(side, amount.narrowSeconds)),
    );
    await end(pair);
    const worst = {
      framesPerSecond: Math.min(...seen.map(({ framesPerSecond }) => framesPerSecond)),
      freezesPerMinute: Math.max(...seen.map(({ freezesPerMinute }) => freezesPerMinute)),
    };
    say(
      `${competitor.title}: ${worst.framesPerSecond.toFixed(1)} frames/s, ${worst.freezesPerMinute} freezes a minute, ` +
        `${seen.map(({ width }) => width).join(' and ')} wide`,
    );
    return toFigures(competitor, worst, []);
  } catch (error) {
    return toFigures(competitor, { framesPerSecond: 0, freezesPerMinute: Number.NaN }, [reasonOf(error)]);
  } finally {
    await pair.close();
  }
}

function toFigures(
  competitor: Competitor,
  worst: Omit<Seen, 'width'>,
  failures: readonly string[],
): Figure[] {
  const of = { row: 'A narrow link, the worse side', profile: NARROW.name, competitor: competitor.title };
  const isOurs = competitor.name === 'parley';
  return [
    toValue(
      {
        ...{ ...of, what: 'pictures', unit: 'frames/s' },
        ...(isOurs ? { target: { text: '15', atLeast: 15 } } : {}),
      },
      worst.framesPerSecond,
      { tried: 1, failures },
    ),
    toValue(
      {
        ...{ ...of, what: 'freezes', unit: 'a minute' },
        ...(isOurs ? { target: { text: '1', atMost: 1 } } : {}),
      },
      worst.freezesPerMinute,
      { tried: 1, failures },
    ),
  ];
}

export const narrow: Row = async (context) => {
  const { stage, withParley } = context;
  await stage.setProfile(NARROW);
  const competitors = [
    ...(withParley ? [parley(stage, { route: 'relay', preconnect: true })] : []),
    peerjs(stage),
    simplePeer(stage),
  ];
  const figures: Figure[] = [];
  for (const competitor of competitors) figures.push(...(await measure(context, competitor)));
  return figures;
};
