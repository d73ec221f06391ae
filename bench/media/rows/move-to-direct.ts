import { setTimeout as sleep } from 'node:timers/promises';
import { answer, end, reasonOf, ring, toOurs } from '../call-cycle.ts';
import type { CyclePlan } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Competitor, Pair, Side } from '../contest.ts';
import { longestFrameGapMs, longestSilenceMs } from '../perception.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { handWritten, parley } from '../stage.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

/** From the first picture on, while the call moves. */
const WATCH_MS = 3_000;

interface Watched {
  frameGapMs: number;
  silenceMs: number;
  path: string | undefined;
}

async function watch(side: Side, fromMs: number, toMs: number): Promise<Watched> {
  const { frames, sounds } = await side.page.evaluate(() => window.bench.observe());
  const theirs = (atMs: number): number => atMs + side.clock.aheadMs;
  // From when both were there: the beginning is another row's.
  const firstMs = Math.max(
    frames.find(({ atMs }) => toOurs(side, atMs) >= fromMs)?.atMs ?? 0,
    sounds.find(({ atMs, isLoud }) => isLoud && toOurs(side, atMs) >= fromMs)?.atMs ?? 0,
  );
  return {
    frameGapMs: longestFrameGapMs(frames, firstMs, theirs(toMs)),
    silenceMs: longestSilenceMs(sounds, firstMs, theirs(toMs)),
    path: await side.page.evaluate(() => window.bench.path()),
  };
}

async function oneCall(pair: Pair, isMove: boolean): Promise<Watched | string> {
  let watched: Watched[] = [];
  const plan: CyclePlan = {
    ...{ ringMs: 1_500, camera: 'open', limitMs: 8_000 },
    afterFirsts: async (_, acceptedAtMs) => {
      await sleep(WATCH_MS);
      const toMs = performance.timeOrigin + performance.now() - 100;
      watched = await Promise.all([pair.caller, pair.callee].map((side) => watch(side, acceptedAtMs, toMs)));
    },
  };
  await ring(pair, plan);
  const result = await answer(pair, plan);
  await end(pair);
  if (!result.ok) return result.why;
  const wrong = watched.find(
    ({ path = 'unknown' }) => path === 'unknown' || path.includes('relay') === isMove,
  );
  if (wrong !== undefined) return `the path is ${wrong.path ?? 'unknown'}`;
  return {
    frameGapMs: Math.max(...watched.map(({ frameGapMs }) => frameGapMs)),
    silenceMs: Math.max(...watched.map(({ silenceMs }) => silenceMs)),
    path: watched[0]?.path,
  };
}

interface Contestant {
  competitor: Competitor;
  title: string;
  /** The call is to leave the relay while it is watched; the others are to stay there. */
  isMove: boolean;
}

async function measure(
  { stage, amount }: RowContext,
  { competitor, title, isMove }: Contestant,
): Promise<Figure[]> {
  const pair = await openPair(stage.browsers, competitor);
  const results: (Watched | string)[] = [];
  try {
    for (let call = 0; call < amount.incidents; call += 1) {
      const found = await oneCall(pair, isMove).catch(reasonOf);
      results.push(found);
    }
  } finally {
    await pair.close();
  }
  const ok = results.filter((result) => typeof result !== 'string');
  const failures = results.filter((result) => typeof result === 'string');
  const of = {
    row: 'From the relay to the direct path',
    profile: '50 ms relayed, 0 ms direct',
    competitor: title,
    unit: 'ms' as const,
  };
  const gaps = ok.map(({ frameGapMs }) => frameGapMs);
  const target = { target: { text: 'p95 100', p95AtMost: 100 } };
  return [
    toFigure(
      { ...of, what: 'longest gap between frames, the worse side', ...(isMove ? target : {}) },
      gaps,
      failures,
    ),
    toFigure(
      { ...of, what: 'longest silence, the worse side' },
      ok.map(({ silenceMs }) => silenceMs),
      failures,
    ),
  ];
}

export const moveToDirect: Row = async (context) => {
  if (!context.withParley) return [];
  await context.stage.setProfile(delayed(50));
  const { stage } = context;
  const early = handWritten(stage, 'connected before accept');
  const contestants: Contestant[] = [
    {
      competitor: parley(stage, { route: 'direct', preconnect: true }),
      title: 'Parley, moving',
      isMove: true,
    },
    // What the beginning of a call does by itself, with a picture that is raised and with one that is not.
    {
      competitor: parley(stage, { route: 'relay', preconnect: true }),
      title: 'Parley, staying on the relay',
      isMove: false,
    },
    { competitor: early, title: early.title, isMove: false },
  ];
  const figures: Figure[] = [];
  for (const contestant of contestants) figures.push(...(await measure(context, contestant)));
  for (const { competitor, what, p50, p95, max, failed } of figures)
    context.say(
      `${competitor}, ${what}: ${p50?.toFixed(0)}/${p95?.toFixed(0)}/${max?.toFixed(0)} ms, ${failed} failed`,
    );
  return figures;
};
