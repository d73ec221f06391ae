import { expect, test } from 'vitest';
import { countFreezes, heardAgainAtMs, longestFrameGapMs, longestSilenceMs } from './perception.ts';

const frame = (atMs: number) => ({ atMs, presentedAtMs: atMs, width: 640 });
const sound = (atMs: number, isLoud = true) => ({ atMs, isLoud });
const every = (ms: number, fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / ms) + 1 }, (_, index) => fromMs + index * ms);

test('the longest gap between pictures counts inside the time that is watched, its end included', () => {
  const frames = [...every(33, 0, 990), ...every(33, 1_200, 2_000)].map(frame);
  expect(longestFrameGapMs(frames, 0, 2_000)).toBe(210);
  expect(longestFrameGapMs(frames, 1_200, 2_000)).toBe(33);
  expect(longestFrameGapMs(frames, 0, 2_500)).toBeGreaterThan(490);
  expect(longestFrameGapMs([], 0, 500)).toBe(500);
});

test('silence is what lies between loud blocks, quiet ones do not end it', () => {
  const sounds = [sound(0), sound(10), sound(20, false), sound(150, false), sound(300), sound(310)];
  expect(longestSilenceMs(sounds, 0, 310)).toBe(290);
  expect(longestSilenceMs([], 0, 700)).toBe(700);
});

test('heard again is the first loud block after a silence, not what was still on its way', () => {
  const sounds = [...every(10, 0, 80), ...every(10, 900, 1_000)].map((atMs) => sound(atMs));
  expect(heardAgainAtMs(sounds, 0, 100)).toBe(900);
  expect(heardAgainAtMs(sounds.slice(0, 9), 0, 100)).toBeUndefined();
});

test('a freeze is three times the average or 150 ms more, a slow but even stream has none', () => {
  expect(countFreezes(every(100, 0, 3_000).map(frame))).toBe(0);
  expect(countFreezes([...every(33, 0, 990), ...every(33, 1_190, 2_000)].map(frame))).toBe(1);
  expect(countFreezes([...every(33, 0, 990), ...every(33, 1_120, 2_000)].map(frame))).toBe(0);
});
