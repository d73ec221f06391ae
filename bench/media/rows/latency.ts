// From the accept to what is heard and seen: Parley connected before the accept, Parley cold, and the others.

import type { CycleResult } from '../call-cycle.ts';
import type { Competitor } from '../contest.ts';
import { runCalls } from '../measured-calls.ts';
import { toFigure, toValue } from '../report/figure.ts';
import type { Figure, Target } from '../report/figure.ts';
import { handWritten, parley, peerjs, simplePeer } from '../stage.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

type Ok = Extract<CycleResult, { ok: true }>;

const RING_MS = 2_000;
/** Enough for a cold call at 150 ms one way, with packets lost. */
const LIMIT_MS = 8_000;

interface Measured {
  what: string;
  pick: (result: Ok) => number;
  /** For Parley connected before the accept. */
  target?: (delayMs: number, camera: 'open' | 'closed') => Target | undefined;
}

function atMost(p50AtMost: number, p95AtMost?: number): Target {
  const p95 = p95AtMost === undefined ? '' : `, p95 ${p95AtMost}`;
  return {
    text: `p50 ${p50AtMost}${p95}`,
    p50AtMost,
    ...(p95AtMost === undefined ? {} : { p95AtMost }),
  };
}

const MEASURED: readonly Measured[] = [
  {
    what: 'accept → callee’s first audio at the caller',
    pick: ({ callerFirstAudioMs }) => callerFirstAudioMs,
    target: (delayMs) => atMost(delayMs + 60, delayMs + 100),
  },
  {
    what: 'accept → callee’s first video frame',
    pick: ({ callerFirstVideoMs }) => callerFirstVideoMs,
    target: (delayMs, camera) => (camera === 'open' ? atMost(delayMs + 100, delayMs + 150) : undefined),
  },
  {
    what: 'accept → caller’s audio at the callee',
    pick: ({ calleeFirstAudioMs }) => calleeFirstAudioMs,
    target: (delayMs) => atMost(2 * delayMs + 60),
  },
  {
    what: 'accept → caller’s first video frame at the callee',
    pick: ({ calleeFirstVideoMs }) => calleeFirstVideoMs,
    target: (delayMs) => atMost(2 * delayMs + 100),
  },
];

function toFigures(
  results: readonly CycleResult[],
  competitor: Competitor,
  delayMs: number,
  camera: 'open' | 'closed',
): Figure[] {
  const ok = results.filter((result) => result.ok);
  const failures = results.flatMap((result) => (result.ok ? [] : [result.why]));
  const of = {
    row: `Accept to media, camera ${camera === 'open' ? 'open in the preview' : 'closed'}`,
    profile: `${delayMs} ms`,
    competitor: competitor.title,
  };
  const isEarly = competitor.name === 'parley';
  const targetOf = (target: Target | undefined): { target?: Target } =>
    isEarly && target !== undefined ? { target } : {};
  return [
    ...MEASURED.map(({ what, pick, target }) =>
      toFigure({ ...of, what, unit: 'ms', ...targetOf(target?.(delayMs, camera)) }, ok.map(pick), failures),
    ),
    toFigure(
      {
        ...of,
        what: 'offers and answers set after accept, both sides',
        unit: '',
        ...targetOf({ text: '0', p50AtMost: 0, p95AtMost: 0 }),
      },
      ok.map(({ descriptionsAfterAccept }) => descriptionsAfterAccept),
      failures,
    ),
    toValue(
      {
        ...of,
        what: 'connected before accept',
        unit: '%',
        ...targetOf({ text: '99 %', atLeast: 99 }),
      },
      (100 * results.filter(({ wasConnected }) => wasConnected).length) / Math.max(1, results.length),
      { tried: results.length },
    ),
  ];
}

/** Theirs of the same run is what our cold path is held to. */
function compareCold(figures: readonly Figure[], delayMs: number): Figure[] {
  const isShown = ({ row, what, profile }: Figure): boolean =>
    row.endsWith('camera closed') && what.includes('first video') && profile === `${delayMs} ms`;
  const shown = figures.filter(isShown);
  return shown.flatMap((figure) => {
    if (!['Parley, cold', 'PeerJS', 'simple-peer'].includes(figure.competitor)) return [];
    const { target: _, ...plain } = { ...figure, row: 'The cold path: nothing before the accept' };
    if (figure.competitor !== 'Parley, cold') return [plain];
    const theirs = shown.filter(
      ({ competitor, what }) => ['PeerJS', 'simple-peer'].includes(competitor) && what === figure.what,
    );
    if (theirs.length === 0) return [plain];
    const best = Math.min(...theirs.map(({ p50 = Number.POSITIVE_INFINITY }) => p50));
    return [{ ...plain, target: { text: `p50 ${best.toFixed(0)}, the best of theirs`, p50AtMost: best } }];
  });
}

/** Before any accept the others' callers have told all that they have to tell: nobody is measured while gathering. */
function quietRingMs(delayMs: number): number {
  return 500 + 4 * delayMs;
}

interface Series {
  competitor: Competitor;
  ringMs: number;
  cameras: readonly ('open' | 'closed')[];
  /** Of the calls, where fewer do. */
  share?: number;
}

function allSeries({ stage, withParley }: RowContext, delayMs: number): Series[] {
  const both = ['closed', 'open'] as const;
  // The documented way of answering asks for the camera at the accept; with it open beforehand at one delay, to compare.
  const theirs = delayMs === 50 ? both : (['closed'] as const);
  const cold = { ringMs: quietRingMs(delayMs), cameras: theirs };
  return [
    ...(withParley
      ? [
          {
            competitor: parley(stage, { route: 'relay', preconnect: true }),
            ringMs: RING_MS,
            cameras: both,
          },
          { competitor: parley(stage, { route: 'relay', preconnect: false }), ...cold },
        ]
      : []),
    { competitor: peerjs(stage), ...cold },
    { competitor: simplePeer(stage), ...cold },
  ];
}

/** The page without a library: what the machine can do at best, at one delay. */
function floor({ stage }: RowContext): Series[] {
  const both = ['closed', 'open'] as const;
  return [
    {
      competitor: handWritten(stage, 'connected before accept'),
      ringMs: RING_MS,
      cameras: both,
      share: 0.25,
    },
    {
      competitor: handWritten(stage, 'answer after accept'),
      ringMs: quietRingMs(50),
      cameras: both,
      share: 0.25,
    },
  ];
}

export const latency: Row = async (context) => {
  const { stage, amount, delaysMs, say } = context;
  const figures: Figure[] = [];
  for (const delayMs of delaysMs) {
    await stage.setProfile(delayed(delayMs));
    const all = [...allSeries(context, delayMs), ...(delayMs === 50 ? floor(context) : [])];
    const series = all.filter(
      ({ competitor }) => context.only.length === 0 || context.only.includes(competitor.name),
    );
    for (const { competitor, ringMs, cameras, share = 1 } of series) {
      for (const camera of cameras) {
        const results = await runCalls(stage.browsers, competitor, {
          ...{ ringMs, camera, limitMs: LIMIT_MS, calls: Math.ceil(amount.calls * share) },
        });
        const found = toFigures(results, competitor, delayMs, camera);
        figures.push(...found);
        const shown = found.slice(0, 4).map(({ p50 = Number.NaN, p95 = Number.NaN }) => {
          return `${p50.toFixed(0)}/${p95.toFixed(0)}`;
        });
        say(`${delayMs} ms, ${competitor.title}, camera ${camera}: ${shown.join(', ')} ms`);
      }
    }
    figures.push(...compareCold(figures, delayMs));
  }
  return figures;
};
