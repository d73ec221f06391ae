// What the moments of pictures and sounds say. Pure.

import type { AudioSample, FrameSample } from './pages/bench-page.ts';

/** The longest time from one picture to the next, between two moments. */
export function longestFrameGapMs(frames: readonly FrameSample[], fromMs: number, toMs: number): number {
  let longestMs = 0;
  let beforeMs: number | undefined;
  for (const { atMs } of frames) {
    if (atMs < fromMs || atMs > toMs) continue;
    if (beforeMs !== undefined) longestMs = Math.max(longestMs, atMs - beforeMs);
    beforeMs = atMs;
  }
  // Whatever is missing at the end is missing too.
  return Math.max(longestMs, toMs - (beforeMs ?? fromMs));
}

/** The longest time without a loud block of sound, between two moments. */
export function longestSilenceMs(sounds: readonly AudioSample[], fromMs: number, toMs: number): number {
  let longestMs = 0;
  let loudMs = fromMs;
  for (const { atMs, isLoud } of sounds) {
    if (!isLoud || atMs < fromMs || atMs > toMs) continue;
    longestMs = Math.max(longestMs, atMs - loudMs);
    loudMs = atMs;
  }
  return Math.max(longestMs, toMs - loudMs);
}

/** The first loud block after a silence of at least so long that began after a moment; undefined: no such silence, or no end to it. */
export function heardAgainAtMs(
  sounds: readonly AudioSample[],
  fromMs: number,
  leastSilenceMs: number,
): number | undefined {
  let loudMs = fromMs;
  for (const { atMs, isLoud } of sounds) {
    if (!isLoud || atMs < fromMs) continue;
    if (atMs - loudMs >= leastSilenceMs) return atMs;
    loudMs = atMs;
  }
  return undefined;
}

/**
 * Freezes as WebRTC's statistics define them (webrtc-stats, freezeCount): a time between two pictures of three times the
 * average of the last 30, or of 150 ms more than it, whichever is longer.
 */
export function countFreezes(frames: readonly FrameSample[]): number {
  const recent: number[] = [];
  let freezes = 0;
  for (const [index, { atMs }] of frames.entries()) {
    const before = frames[index - 1];
    if (before === undefined) continue;
    const intervalMs = atMs - before.atMs;
    const average = recent.reduce((sum, one) => sum + one, 0) / Math.max(1, recent.length);
    if (recent.length > 0 && intervalMs > Math.max(3 * average, average + 150)) freezes += 1;
    recent.push(intervalMs);
    if (recent.length > 30) recent.shift();
  }
  return freezes;
}
