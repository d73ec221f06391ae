import { expect, test } from 'vitest';
import { FRAMES_AT_ONCE, FRAMES_PER_SECOND, TokenBucket } from './token-bucket.ts';

function judgeMany(bucket: TokenBucket, count: number, nowMs: number): string[] {
  return Array.from({ length: count }, () => bucket.judge(nowMs));
}

test('WIRE-9: a burst is taken, what exceeds it refused, and a second later frames are taken again', () => {
  const bucket = new TokenBucket(0);
  expect(new Set(judgeMany(bucket, FRAMES_AT_ONCE, 0))).toEqual(new Set(['take']));
  expect(bucket.judge(0)).toBe('refuse');
  expect(bucket.waitMs()).toBe(1000 / FRAMES_PER_SECOND);
  expect(new Set(judgeMany(bucket, FRAMES_PER_SECOND, 1000))).toEqual(new Set(['take']));
  expect(bucket.judge(1000)).toBe('refuse');
});

test('WIRE-9: whoever goes on after being refused floods, whoever pauses is forgiven', () => {
  const bucket = new TokenBucket(0);
  judgeMany(bucket, FRAMES_AT_ONCE + 150, 0);
  expect(bucket.judge(5_000)).toBe('take');
  expect(judgeMany(bucket, FRAMES_AT_ONCE + 149, 5_000)).not.toContain('flood');
  expect(judgeMany(bucket, 250, 5_000).at(-1)).toBe('flood');
});

test('WIRE-9: a clock that steps back gives nothing and takes nothing', () => {
  const bucket = new TokenBucket(10_000);
  judgeMany(bucket, FRAMES_AT_ONCE, 10_000);
  expect(bucket.judge(0)).toBe('refuse');
});
