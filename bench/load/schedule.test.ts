import { expect, test } from 'vitest';
import { planArrivals } from './schedule.ts';

test('arrivals ascend, keep the rate, and are the same for the same seed', () => {
  const arrivals = planArrivals(100, 60_000, 1);
  expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
  expect(arrivals.length).toBeGreaterThan(5_700);
  expect(arrivals.length).toBeLessThan(6_300);
  expect(planArrivals(100, 60_000, 1)).toEqual(arrivals);
  expect(planArrivals(100, 60_000, 2)).not.toEqual(arrivals);
});
