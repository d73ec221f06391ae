import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../browser/clock.ts';
import { answer, end, reasonOf, ring, toOurs, within } from '../call-cycle.ts';
import { newName, openPair } from '../contest.ts';
import type { Pair, Side } from '../contest.ts';
import type { Observations } from '../pages/bench-page.ts';
import { toFigure, toValue } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { parley } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { measureControls } from './killed-controls.ts';
import { observeBoth, untilFullSize, worseGapMs } from './media-gap.ts';
import { delayed } from './row.ts';
import type { Row } from './row.ts';

const DELAY_MS = 50;
const PLAN = { ringMs: 1_000, camera: 'open', limitMs: 8_000 } as const;
/** After the server is back. */
const TALK_MS = 4_000;
const LIMIT_MS = 30_000;

const ROW = { row: 'The server is killed in mid-call', profile: `${DELAY_MS} ms` };
const GAP = 'media gap, the worse side, picture and sound';

interface Outcome {
  /** The calling side was told of another network meanwhile, and restarted its connection as soon as it could. */
  restarted: boolean;
  mediaGapMs: number;
  /** From when the server answers again. */
  backAfterStartMs: number;
  backAfterKillMs: number;
  /** Messages and descriptions that did not come, and that came more than once. */
  lost: number;
  repeated: number;
}

async function untilBack(side: Side, killedAtMs: number): Promise<number> {
  for (;;) {
    const { links } = await side.page.evaluate(() => window.bench.observe());
    const back = links.find(({ atMs, isUp }) => isUp && toOurs(side, atMs) > killedAtMs);
    if (back !== undefined) return toOurs(side, back.atMs);
    await sleep(30);
  }
}

/** What one side has made against what the other has taken: each offer and answer once, each message once. */
function compare(sender: Observations, receiver: Observations, read: readonly string[], texts: string[]) {
  const count = (seen: Observations, whose: string, type: string): number =>
    seen.facts.descriptions.filter((one) => one.whose === whose && one.type === type).length;
  const differences = [
    ...['offer', 'answer'].map((type) => count(receiver, 'remote', type) - count(sender, 'local', type)),
    ...texts.map((text) => read.filter((one) => one === text).length - 1),
  ];
  return {
    lost: differences.reduce((sum, one) => sum + Math.max(0, -one), 0),
    repeated: differences.reduce((sum, one) => sum + Math.max(0, one), 0),
  };
}

/** While nobody listens: a message of each and, in every other turn, a change of network that makes the calling side offer. */
async function speakMeanwhile(
  { caller, callee }: Pair,
  restarts: boolean,
): Promise<{ caller: string; callee: string }> {
  const texts = { caller: newName('text'), callee: newName('text') };
  await caller.page.evaluate((text) => window.bench.write(text), texts.caller);
  await callee.page.evaluate((text) => window.bench.write(text), texts.callee);
  if (restarts) await caller.page.evaluate(() => window.dispatchEvent(new Event('online')));
  return texts;
}

async function killOnce(stage: Stage, pair: Pair, restarts: boolean): Promise<Outcome> {
  const { parley: server } = stage;
  if (server === undefined) throw new Error('Parley was left out');
  const { caller, callee } = pair;
  await ring(pair, PLAN);
  const result = await answer(pair, PLAN);
  if (!result.ok) throw new Error(result.why);
  await untilFullSize(pair);
  const killedAtMs = nowMs();
  await server.kill();
  await sleep(200);
  const texts = await speakMeanwhile(pair, restarts);
  await server.start();
  const startedAtMs = nowMs();
  const back = await within(
    LIMIT_MS,
    'signalling back',
    Promise.all([caller, callee].map((side) => untilBack(side, killedAtMs))),
  );
  await sleep(TALK_MS);
  const toMs = nowMs() - 200;
  const seen = await observeBoth(pair);
  const read = {
    caller: await caller.page.evaluate(() => window.bench.read()),
    callee: await callee.page.evaluate(() => window.bench.read()),
  };
  const forth = compare(seen.caller, seen.callee, read.callee, [texts.caller]);
  const backward = compare(seen.callee, seen.caller, read.caller, [texts.callee]);
  await end(pair);
  return {
    restarted: restarts,
    mediaGapMs: worseGapMs(pair, seen, killedAtMs, toMs),
    backAfterStartMs: Math.max(0, Math.max(...back) - startedAtMs),
    backAfterKillMs: Math.max(...back) - killedAtMs,
    lost: forth.lost + backward.lost,
    repeated: forth.repeated + backward.repeated,
  };
}

function toFigures(outcomes: readonly Outcome[], failures: readonly string[]): Figure[] {
  const of = { ...ROW, competitor: 'Parley' };
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const tried = outcomes.length + failures.length;
  const gapsWhere = (restarts: boolean): number[] =>
    outcomes.flatMap(({ restarted, mediaGapMs }) => (restarted === restarts ? [mediaGapMs] : []));
  return [
    toFigure(
      {
        ...{ ...of, what: GAP, unit: 'ms' },
        target: { text: '0', p95AtMost: 0, p50AtMost: 0 },
      },
      gapsWhere(false),
      failures,
    ),
    toFigure(
      { ...of, what: 'the same where the caller’s network changes meanwhile', unit: 'ms' },
      gapsWhere(true),
      failures,
    ),
    toFigure(
      {
        ...{ ...of, what: 'server answers again → both signalling again', unit: 'ms' },
        target: { text: 'p95 2,000', p95AtMost: 2_000 },
      },
      outcomes.map(({ backAfterStartMs }) => backAfterStartMs),
      failures,
    ),
    toFigure(
      { ...of, what: 'the same from the kill, its start and database included', unit: 'ms' },
      outcomes.map(({ backAfterKillMs }) => backAfterKillMs),
      failures,
    ),
    toValue(
      {
        ...{ ...of, what: 'messages, offers and answers lost', unit: '' },
        target: { text: '0', atMost: 0 },
      },
      sum(({ lost }) => lost),
      { tried },
    ),
    toValue(
      {
        ...{ ...of, what: 'messages, offers and answers repeated', unit: '' },
        target: { text: '0', atMost: 0 },
      },
      sum(({ repeated }) => repeated),
      { tried },
    ),
  ];
}

export const serverKilled: Row = async ({ stage, amount, say, withParley }) => {
  if (!withParley) return [];
  await stage.setProfile(delayed(DELAY_MS));
  const competitor = parley(stage, { route: 'relay', preconnect: true });
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  let pair = await openPair(stage.browsers, competitor);
  for (let turn = 0; turn < amount.incidents; turn += 1) {
    try {
      outcomes.push(await killOnce(stage, pair, turn % 2 === 0));
    } catch (error) {
      failures.push(reasonOf(error));
      await pair.close();
      pair = await openPair(stage.browsers, competitor);
    }
  }
  await pair.close();
  const control = {
    of: { ...ROW, what: GAP },
    call: PLAN,
    talkMs: TALK_MS,
    times: Math.ceil(amount.incidents / 2),
  };
  const figures = [...toFigures(outcomes, failures), ...(await measureControls(stage, competitor, control))];
  for (const { competitor: whose, what, p50, p95, value, failed } of figures)
    say(`${whose}, ${what}: ${value ?? `${p50?.toFixed(0)}/${p95?.toFixed(0)}`}, ${failed} failed`);
  return figures;
};
