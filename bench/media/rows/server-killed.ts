import { openPair } from '../contest.ts';
import type { Competitor } from '../contest.ts';
import { toFigure, toValue } from '../report/figure.ts';
import type { Figure, FigureOf } from '../report/figure.ts';
import { startNodes } from '../servers/nodes.ts';
import { parley } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { killOnce } from './killed-call.ts';
import type { Gaps, Incident, Outcome } from './killed-call.ts';
import { measureControls } from './killed-controls.ts';
import { repeat, times } from './repeat.ts';
import type { Repeated } from './repeat.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

const DELAY_MS = 50;
/** Small pictures: where two browsers with 720p fill two cores, whatever a server does there is a gap. */
const PAIR = { route: 'relay', preconnect: true, lessData: true } as const;
const ROW = { row: 'The server is killed in mid-call', profile: `${DELAY_MS} ms` };
const GAP = { ...ROW, what: 'media gap, the worse side, picture and sound', unit: 'ms' } as const;

type Part = [keyof Gaps, string];
const PARTS: Part[] = [
  ['without', 'of it, while there is no server'],
  ['starting', 'of it, while the server starts'],
  ['after', 'of it, from when it answers'],
];

/** Of the calls in which nothing else happens, and of those in which the caller's network changes as well. */
function toGapFigures(
  of: Pick<FigureOf, 'competitor'>,
  { values, failures }: Repeated<Outcome>,
  parts: readonly Part[],
): Figure[] {
  const gapsWhere = (restarts: boolean): Gaps[] =>
    values.flatMap(({ restarted, gaps }) => (restarted === restarts ? [gaps] : []));
  const quiet = gapsWhere(false);
  return [
    toFigure(
      { ...GAP, ...of, target: { text: '0', p95AtMost: 0, p50AtMost: 0 } },
      quiet.map(({ all }) => all),
      failures,
    ),
    ...parts.map(([part, what]) =>
      toFigure(
        { ...GAP, ...of, what },
        quiet.map((gaps) => gaps[part]),
      ),
    ),
    toFigure(
      { ...GAP, ...of, what: 'the same where the caller’s network changes meanwhile' },
      gapsWhere(true).map(({ all }) => all),
      failures,
    ),
  ];
}

function toFigures(competitor: string, found: Repeated<Outcome>, parts: readonly Part[] = []): Figure[] {
  const { values, failures } = found;
  const of = { ...ROW, competitor };
  const tried = values.length + failures.length;
  const total = (pick: (outcome: Outcome) => number): number =>
    values.reduce((sum, outcome) => sum + pick(outcome), 0);
  const none = { text: '0', atMost: 0 };
  return [
    ...toGapFigures({ competitor }, found, parts),
    toFigure(
      {
        ...{ ...of, what: 'a server answers → both signalling again', unit: 'ms' },
        target: { text: 'p95 2,000', p95AtMost: 2_000 },
      },
      values.map(({ backAfterStartMs }) => backAfterStartMs),
      failures,
    ),
    toValue(
      { ...of, what: 'messages, offers and answers lost', unit: '', target: none },
      total(({ lost }) => lost),
      { tried },
    ),
    toValue(
      { ...of, what: 'messages, offers and answers repeated', unit: '', target: none },
      total(({ repeated }) => repeated),
      { tried },
    ),
  ];
}

async function measure(
  { browsers }: Stage,
  competitor: Competitor,
  calls: number,
  incident: Incident,
): Promise<Repeated<Outcome>> {
  return await repeat(
    () => openPair(browsers, competitor),
    times(calls),
    async (pair, turn) => {
      try {
        return await killOnce(pair, incident, turn % 2 === 0);
      } finally {
        await incident.tidyUp?.();
      }
    },
  );
}

/** The one server there is, which is started again. */
async function measureRestart({ stage, amount }: RowContext): Promise<Figure[]> {
  const { parley: server } = stage;
  if (server === undefined) throw new Error('Parley was left out');
  const incident: Incident = { kill: server.kill, startAgain: server.start };
  return toFigures('Parley', await measure(stage, parley(stage, PAIR), amount.incidents, incident), PARTS);
}

/** One of several nodes: another is there already. */
async function measureTakeover({ stage, amount }: RowContext): Promise<Figure[]> {
  const line = await stage.network.openTcp(0, stage.pagesPort, 21);
  await line.set(delayed(DELAY_MS));
  const parleyOrigin = `http://localhost:${line.port}`;
  const nodes = await startNodes({ line, origin: parleyOrigin, ...stage.relay });
  try {
    const { keeper } = nodes;
    const place = { ...stage, parley: keeper, parleyOrigin, parleyDirect: `http://127.0.0.1:${keeper.port}` };
    const incident: Incident = { kill: nodes.killServing, tidyUp: nodes.revive };
    const found = await measure(stage, parley(place, PAIR), amount.incidents, incident);
    return toFigures('Parley, another node takes over', found);
  } finally {
    await nodes.stop();
  }
}

export const serverKilled: Row = async (context) => {
  const { stage, amount, say, withParley } = context;
  if (!withParley) return [];
  await stage.setProfile(delayed(DELAY_MS));
  const control = { of: GAP, calls: Math.ceil(amount.incidents / 2) };
  const figures = [
    ...(await measureRestart(context)),
    ...(await measureTakeover(context)),
    ...(await measureControls(stage, parley(stage, PAIR), control)),
  ];
  for (const { competitor, what, p50, p95, value, failed } of figures)
    say(`${competitor}, ${what}: ${value ?? `${p50?.toFixed(0)}/${p95?.toFixed(0)}`}, ${failed} failed`);
  return figures;
};
