import { setTimeout as sleep } from 'node:timers/promises';
import { answer, end, ring, toOurs } from '../call-cycle.ts';
import type { CyclePlan } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Competitor, Pair, Side } from '../contest.ts';
import { longestFrameGapMs, longestSilenceMs } from '../perception.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { handWritten, parley } from '../stage.ts';
import { repeat, times } from './repeat.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

/** From the first picture on, while the call moves. */
const WATCH_MS = 3_000;
/** What was sent before the path changed is still on its way, and what the change costs comes after it. */
const AROUND_MS = { before: 100, after: 1_000 };

interface Watched {
  frameGapMs: number;
  silenceMs: number;
  path: string | undefined;
  /** When the direct path came into use here, in our clock. */
  movedAtMs: number | undefined;
  /** The longest time between pictures from shortly before a moment of ours to a second after it. */
  gapAround: (fromMs: number, toMs: number) => number;
}

interface Moved {
  frameGapMs: number;
  silenceMs: number;
  /** From the accept to the last change of path, and the gap around the changes; undefined: it did not move. */
  move: { afterMs: number; gapMs: number } | undefined;
}

async function watch(side: Side, fromMs: number, toMs: number): Promise<Watched> {
  const { frames, sounds, facts } = await side.page.evaluate(() => window.bench.observe());
  const theirs = (atMs: number): number => atMs + side.clock.aheadMs;
  // From when both were there: the beginning is another row's.
  const firstMs = Math.max(
    frames.find(({ atMs }) => toOurs(side, atMs) >= fromMs)?.atMs ?? 0,
    sounds.find(({ atMs, isLoud }) => isLoud && toOurs(side, atMs) >= fromMs)?.atMs ?? 0,
  );
  const moved = facts.pathChanges.find(({ path }) => !path.includes('relay'));
  return {
    frameGapMs: longestFrameGapMs(frames, firstMs, theirs(toMs)),
    silenceMs: longestSilenceMs(sounds, firstMs, theirs(toMs)),
    path: await side.page.evaluate(() => window.bench.path()),
    movedAtMs: moved === undefined ? undefined : toOurs(side, moved.atMs),
    gapAround: (from, to) => longestFrameGapMs(frames, Math.max(firstMs, theirs(from)), theirs(to)),
  };
}

function toMove(watched: readonly Watched[], acceptedAtMs: number): Moved['move'] {
  const moments = watched.flatMap(({ movedAtMs }) => (movedAtMs === undefined ? [] : [movedAtMs]));
  if (moments.length < watched.length) return undefined;
  const from = Math.min(...moments) - AROUND_MS.before;
  const to = Math.max(...moments) + AROUND_MS.after;
  return {
    afterMs: Math.max(...moments) - acceptedAtMs,
    gapMs: Math.max(...watched.map(({ gapAround }) => gapAround(from, to))),
  };
}

async function oneCall(pair: Pair, isMove: boolean): Promise<Moved> {
  let watched: Watched[] = [];
  let move: Moved['move'];
  const plan: CyclePlan = {
    ...{ ringMs: 1_500, camera: 'open', limitMs: 8_000 },
    afterFirsts: async (_, acceptedAtMs) => {
      await sleep(WATCH_MS);
      const toMs = performance.timeOrigin + performance.now() - 100;
      watched = await Promise.all([pair.caller, pair.callee].map((side) => watch(side, acceptedAtMs, toMs)));
      move = toMove(watched, acceptedAtMs);
    },
  };
  await ring(pair, plan);
  const result = await answer(pair, plan);
  await end(pair);
  if (!result.ok) throw new Error(result.why);
  const wrong = watched.find(
    ({ path = 'unknown' }) => path === 'unknown' || path.includes('relay') === isMove,
  );
  if (wrong !== undefined) throw new Error(`the path is ${wrong.path ?? 'unknown'}`);
  return {
    frameGapMs: Math.max(...watched.map(({ frameGapMs }) => frameGapMs)),
    silenceMs: Math.max(...watched.map(({ silenceMs }) => silenceMs)),
    move,
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
  const { values, failures } = await repeat(
    () => openPair(stage.browsers, competitor),
    times(amount.incidents),
    (pair) => oneCall(pair, isMove),
  );
  const of = {
    row: 'From the relay to the direct path',
    profile: '50 ms relayed, 0 ms direct',
    competitor: title,
    unit: 'ms' as const,
  };
  const moves = values.flatMap(({ move }) => (move === undefined ? [] : [move]));
  const movedFigures = [
    toFigure(
      {
        ...{ ...of, what: 'longest gap between frames while the path changes, the worse side' },
        target: { text: 'p95 100', p95AtMost: 100 },
      },
      moves.map(({ gapMs }) => gapMs),
      failures,
    ),
    toFigure(
      { ...of, what: 'accept → both on the direct path' },
      moves.map(({ afterMs }) => afterMs),
    ),
  ];
  return [
    ...(isMove ? movedFigures : []),
    toFigure(
      { ...of, what: 'longest gap between frames in the first 3 s, the worse side' },
      values.map(({ frameGapMs }) => frameGapMs),
      failures,
    ),
    toFigure(
      { ...of, what: 'longest silence in the first 3 s, the worse side' },
      values.map(({ silenceMs }) => silenceMs),
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
