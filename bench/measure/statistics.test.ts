import { expect, test } from 'vitest';
import { percentile, toSpread } from './statistics.ts';

test('a percentile is a value that was measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
  expect(() => percentile([], 0.5)).toThrow('nothing was measured');
});

test('a spread has the median of odd and even counts, and the extremes', () => {
  expect(toSpread([9, 1, 4])).toEqual({ median: 4, min: 1, max: 9 });
  expect(toSpread([8, 2, 4, 10])).toEqual({ median: 6, min: 2, max: 10 });
});
