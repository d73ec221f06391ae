import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('back-off', () => {
  test('doubles from 0.25 s to 8 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffMs(failures, 1))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
  });

  test('CALL-26: while a call runs it goes up to 1 s and no further', () => {
    expect([1, 2, 3, 4, 50].map((failures) => backoffMs(failures, 1, true))).toEqual([
      250, 500, 1_000, 1_000, 1_000,
    ]);
  });

  test('spreads each wait over its upper half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const longest = backoffMs(failures, 1);
          const waitMs = backoffMs(failures, random);
          expect(waitMs).toBeGreaterThanOrEqual(longest / 2);
          expect(waitMs).toBeLessThanOrEqual(longest);
        },
      ),
    );
  });
});
