import { setTimeout as sleep } from 'node:timers/promises';
import type { Pair, Side } from '../contest.ts';
import type { Observations } from '../pages/bench-page.ts';
import { longestFrameGapMs, longestSilenceMs } from '../perception.ts';

/** Between pictures 33 ms apart, and between the loud blocks of the tone, nobody calls so much a gap. */
const GAP_MS = 100;

/** A camera's picture is raised to this step by step, and each step is a whole new picture: a gap of its own (CALL-86). */
const FULL_WIDTH = 1_280;
const LESS_DATA_WIDTH = 640;
/** Where the machine is too slow for that size, it stays at less. */
const MOST_RAISING_MS = 20_000;

/** The longest time without a picture, or without sound, between two moments of ours; 0 where nobody noticed any. */
function gapOf(side: Side, { frames, sounds }: Observations, fromMs: number, toMs: number): number {
  const [from, to] = [fromMs + side.clock.aheadMs, toMs + side.clock.aheadMs];
  const longest = Math.max(longestFrameGapMs(frames, from, to), longestSilenceMs(sounds, from, to));
  return longest <= GAP_MS ? 0 : longest;
}

export interface SeenByBoth {
  caller: Observations;
  callee: Observations;
}

export async function observeBoth({ caller, callee }: Pair): Promise<SeenByBoth> {
  return {
    caller: await caller.page.evaluate(() => window.bench.observe()),
    callee: await callee.page.evaluate(() => window.bench.observe()),
  };
}

/** The same, of the worse side. */
export function worseGapMs({ caller, callee }: Pair, seen: SeenByBoth, fromMs: number, toMs: number): number {
  return Math.max(gapOf(caller, seen.caller, fromMs, toMs), gapOf(callee, seen.callee, fromMs, toMs));
}

/** Until both see the other's picture at its full size, and a second longer. */
export async function untilFullSize(pair: Pair): Promise<void> {
  const giveUpAtMs = Date.now() + MOST_RAISING_MS;
  const fullWidth = pair.caller.setup.lessData === true ? LESS_DATA_WIDTH : FULL_WIDTH;
  for (;;) {
    const { caller, callee } = await observeBoth(pair);
    const isFull = [caller, callee].every(({ frames }) => (frames.at(-1)?.width ?? 0) >= fullWidth);
    if (isFull || Date.now() > giveUpAtMs) break;
    await sleep(250);
  }
  await sleep(1_000);
}
