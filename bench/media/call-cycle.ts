// One measured call: place, ring, accept, first picture and sound, end.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Pair, Side } from './contest.ts';
import type { Observations } from './pages/bench-page.ts';

export interface CyclePlan {
  /** From the ring at the callee to the accept. */
  ringMs: number;
  /** The callee's camera and microphone are open in a preview when they accept. */
  camera: 'open' | 'closed';
  /** How long after the accept all must be there. */
  limitMs: number;
  /** What happens between the first picture and the end. */
  afterFirsts?: (pair: Pair, acceptedAtMs: number) => Promise<void>;
}

/** What a call showed; times in milliseconds after the accept. A call that failed says why. */
export type CycleResult =
  | {
      ok: true;
      wasConnected: boolean;
      callerFirstAudioMs: number;
      callerFirstVideoMs: number;
      calleeFirstAudioMs: number;
      calleeFirstVideoMs: number;
      /** Descriptions set by either page after the accept. */
      descriptionsAfterAccept: number;
      /** Of the callee, before the accept. */
      getUserMediaBeforeAccept: number;
    }
  | { ok: false; wasConnected: boolean; why: string };

const PLACE_LIMIT_MS = 15_000;

export async function within<T>(limitMs: number, what: string, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs} ms`)), limitMs);
  });
  return await Promise.race([task, late]).finally(() => clearTimeout(timer));
}

async function isConnected({ page }: Side): Promise<boolean> {
  const { facts } = await page.evaluate(() => window.bench.observe());
  return facts.connectionStates.includes('connected');
}

/** A page's moment in our clock. */
export function toOurs(side: Side, atMs: number): number {
  return atMs - side.clock.aheadMs;
}

/** What went wrong, in a line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function firstsOf(side: Side, seen: Observations, acceptedAtMs: number): { audio: number; video: number } {
  const after = (atMs: number): number => toOurs(side, atMs) - acceptedAtMs;
  const audio = seen.sounds.find(({ atMs, isLoud }) => isLoud && after(atMs) >= 0);
  const video = seen.frames.find(({ atMs }) => after(atMs) >= 0);
  return {
    audio: audio === undefined ? Number.NaN : after(audio.atMs),
    video: video === undefined ? Number.NaN : after(video.atMs),
  };
}

/** The part before the accept: rings, and for so long as the plan says. */
export async function ring({ caller, callee }: Pair, plan: CyclePlan): Promise<void> {
  for (const { page } of [caller, callee]) await page.evaluate(() => window.bench.forget());
  await caller.page.evaluate(() => window.bench.intend());
  const incoming = callee.page.evaluate(() => window.bench.untilIncoming());
  await within(
    PLACE_LIMIT_MS,
    'placing',
    caller.page.evaluate(() => window.bench.place()),
  );
  await within(PLACE_LIMIT_MS, 'ringing', incoming);
  const rungAt = performance.now();
  if (plan.camera === 'open')
    await within(
      PLACE_LIMIT_MS,
      'the preview',
      callee.page.evaluate(() => window.bench.preview()),
    );
  await sleep(Math.max(0, plan.ringMs - (performance.now() - rungAt)));
}

/** The part from the accept on; `ring` came before. */
export async function answer(pair: Pair, plan: CyclePlan): Promise<CycleResult> {
  const { caller, callee } = pair;
  const connected = await Promise.all([isConnected(caller), isConnected(callee)]);
  const wasConnected = connected.every(Boolean);
  const acceptedAtPage = await callee.page.evaluate(() => window.bench.accept());
  const acceptedAtMs = toOurs(callee, acceptedAtPage);
  const perceived = await Promise.all(
    [caller, callee].map(({ page, clock }) =>
      page.evaluate(([since, limit]) => window.bench.untilPerceived(since, limit), [
        acceptedAtMs + clock.aheadMs,
        plan.limitMs,
      ] as const),
    ),
  );
  await plan.afterFirsts?.(pair, acceptedAtMs);
  const [atCaller, atCallee] = [
    await caller.page.evaluate(() => window.bench.observe()),
    await callee.page.evaluate(() => window.bench.observe()),
  ];
  const [first, second] = [
    firstsOf(caller, atCaller, acceptedAtMs),
    firstsOf(callee, atCallee, acceptedAtMs),
  ];
  if (!perceived.every(Boolean)) {
    const missing = Object.entries({
      'sound at the caller': first.audio,
      'picture at the caller': first.video,
      'sound at the callee': second.audio,
      'picture at the callee': second.video,
    }).flatMap(([what, ms]) => (Number.isNaN(ms) ? [what] : []));
    return { ok: false, wasConnected, why: `no ${missing.join(', no ')} within ${plan.limitMs} ms` };
  }
  return {
    ok: true,
    wasConnected,
    callerFirstAudioMs: first.audio,
    callerFirstVideoMs: first.video,
    calleeFirstAudioMs: second.audio,
    calleeFirstVideoMs: second.video,
    descriptionsAfterAccept:
      atCaller.facts.descriptions.filter(({ atMs }) => toOurs(caller, atMs) >= acceptedAtMs).length +
      atCallee.facts.descriptions.filter(({ atMs }) => toOurs(callee, atMs) >= acceptedAtMs).length,
    getUserMediaBeforeAccept: atCallee.facts.getUserMediaAtMs.filter(
      (atMs) => toOurs(callee, atMs) < acceptedAtMs,
    ).length,
  };
}

/** A whole beginning. Throws where the call did not come about. */
export async function connect(pair: Pair, plan: CyclePlan): Promise<void> {
  await ring(pair, plan);
  const result = await answer(pair, plan);
  if (!result.ok) throw new Error(result.why);
}

/** Both hang up, and nothing is left. */
export async function end({ caller, callee }: Pair): Promise<void> {
  await caller.page.evaluate(() => window.bench.hangUp());
  await within(
    PLACE_LIMIT_MS,
    'ending',
    Promise.all([caller, callee].map(({ page }) => page.evaluate(() => window.bench.untilIdle()))),
  );
}
