// One call whose server dies, and what the two people notice of it.

import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../browser/clock.ts';
import { connect, end, toOurs, within } from '../call-cycle.ts';
import { newName } from '../contest.ts';
import type { Pair, Side } from '../contest.ts';
import type { Observations } from '../pages/bench-page.ts';
import { observeBoth, untilFullSize, worseGapMs } from './media-gap.ts';
import type { SeenByBoth } from './media-gap.ts';

const PLAN = { ringMs: 1_000, camera: 'open', limitMs: 8_000 } as const;
const LIMIT_MS = 30_000;
/** After a server answers again. */
export const TALK_MS = 4_000;
/** The last pictures and sounds may not be told yet. */
const UNTOLD_MS = 200;

/** A server dies. */
export interface Incident {
  /** SIGKILL, and what the network does about it. */
  kill: () => Promise<void>;
  /** Left out: another is there already. */
  startAgain?: () => Promise<void>;
  /** After the call. */
  tidyUp?: () => Promise<void>;
}

/** The media gap of the worse side, in milliseconds. */
export interface Gaps {
  /** From the kill to the end. */
  all: number;
  /** Of it: while there is no server and none starts, while one starts, and after it answers. */
  without: number;
  starting: number;
  after: number;
}

export interface Outcome {
  /** The calling side was told of another network meanwhile, and restarted its connection as soon as it could. */
  restarted: boolean;
  gaps: Gaps;
  /** From when a server answers. */
  backAfterStartMs: number;
  /** Messages and descriptions that did not come, and that came more than once. */
  lost: number;
  repeated: number;
}

/** A call of two who see each other at the full size. */
async function beginCall(pair: Pair): Promise<void> {
  await connect(pair, PLAN);
  await untilFullSize(pair);
}

async function untilBack(side: Side, killedAtMs: number): Promise<number> {
  const sinceMs = killedAtMs + side.clock.aheadMs;
  return toOurs(side, await side.page.evaluate((since) => window.bench.untilUp(since), sinceMs));
}

/** What one side has made against what the other has taken: each offer and answer once, each message once. */
function compare(sender: Observations, receiver: Observations, read: readonly string[], text: string) {
  const count = (seen: Observations, whose: string, type: string): number =>
    seen.facts.descriptions.filter((one) => one.whose === whose && one.type === type).length;
  const differences = [
    ...['offer', 'answer'].map((type) => count(receiver, 'remote', type) - count(sender, 'local', type)),
    read.filter((one) => one === text).length - 1,
  ];
  return {
    lost: differences.reduce((sum, one) => sum + Math.max(0, -one), 0),
    repeated: differences.reduce((sum, one) => sum + Math.max(0, one), 0),
  };
}

interface Spoken {
  caller: string;
  callee: string;
}

/** While nobody listens: a message of each and, where it is wanted, a change of network that makes the calling side offer. */
async function speakMeanwhile({ caller, callee }: Pair, restarts: boolean): Promise<Spoken> {
  const texts = { caller: newName('text'), callee: newName('text') };
  await caller.page.evaluate((text) => window.bench.write(text), texts.caller);
  await callee.page.evaluate((text) => window.bench.write(text), texts.callee);
  if (restarts) await caller.page.evaluate(() => window.dispatchEvent(new Event('online')));
  return texts;
}

async function compareBoth({ caller, callee }: Pair, seen: SeenByBoth, texts: Spoken) {
  const forth = compare(
    seen.caller,
    seen.callee,
    await callee.page.evaluate(() => window.bench.read()),
    texts.caller,
  );
  const back = compare(
    seen.callee,
    seen.caller,
    await caller.page.evaluate(() => window.bench.read()),
    texts.callee,
  );
  return { lost: forth.lost + back.lost, repeated: forth.repeated + back.repeated };
}

/** A whole call; where `restarts`, the caller's network changes while there is no server. */
export async function killOnce(pair: Pair, incident: Incident, restarts: boolean): Promise<Outcome> {
  await beginCall(pair);
  const killedAtMs = nowMs();
  await incident.kill();
  await sleep(200);
  const texts = await speakMeanwhile(pair, restarts);
  if (incident.startAgain !== undefined) await sleep(TALK_MS / 2);
  const startingAtMs = nowMs();
  await incident.startAgain?.();
  const startedAtMs = nowMs();
  const back = await within(
    LIMIT_MS,
    'signalling back',
    Promise.all([pair.caller, pair.callee].map((side) => untilBack(side, killedAtMs))),
  );
  await sleep(TALK_MS);
  const toMs = nowMs() - UNTOLD_MS;
  const seen = await observeBoth(pair);
  const compared = await compareBoth(pair, seen, texts);
  await end(pair);
  const gap = (from: number, to: number): number => worseGapMs(pair, seen, from, to);
  return {
    restarted: restarts,
    gaps: {
      all: gap(killedAtMs, toMs),
      without: gap(killedAtMs, startingAtMs),
      starting: gap(startingAtMs, startedAtMs),
      after: gap(startedAtMs, toMs),
    },
    backAfterStartMs: Math.max(0, Math.max(...back) - startedAtMs),
    ...compared,
  };
}

/** The same call where something else happens, or nothing; the gap. */
export async function leaveAlone(pair: Pair, meanwhile: () => Promise<void>): Promise<number> {
  await beginCall(pair);
  const fromMs = nowMs();
  await meanwhile();
  await sleep(TALK_MS);
  const toMs = nowMs() - UNTOLD_MS;
  const gapMs = worseGapMs(pair, await observeBoth(pair), fromMs, toMs);
  await end(pair);
  return gapMs;
}
