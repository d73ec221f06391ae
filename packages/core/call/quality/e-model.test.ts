import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rateSound, toOpinionScore } from './e-model.ts';

const score = (oneWayMs: number, lossPercent: number): number =>
  toOpinionScore(rateSound({ oneWayMs, lossPercent }));

test('CALL-85: a near and clean call rates as G.107 rates one, 4.4', () => {
  expect(score(0, 0)).toBeCloseTo(4.41, 2);
});

// Worked by hand: 93.2 − 0.024·300 − 0.11·122.7 − 95·10/30.
test('CALL-85: delay and loss take off what the formula says', () => {
  expect(rateSound({ oneWayMs: 300, lossPercent: 10 })).toBeCloseTo(93.2 - 7.2 - 13.497 - 31.667, 2);
});

test('CALL-85: more delay or more loss never rates better, and every score is between 1 and 4.5', () => {
  const conditions = fc.tuple(
    fc.double({ min: 0, max: 5_000, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
  );
  fc.assert(
    fc.property(conditions, fc.double({ min: 0, max: 1_000, noNaN: true }), ([ms, loss], more) => {
      const rated = score(ms, loss);
      expect(rated).toBeGreaterThanOrEqual(1);
      expect(rated).toBeLessThanOrEqual(4.5);
      expect(rateSound({ oneWayMs: ms + more, lossPercent: loss })).toBeLessThanOrEqual(
        rateSound({ oneWayMs: ms, lossPercent: loss }),
      );
      expect(rateSound({ oneWayMs: ms, lossPercent: Math.min(100, loss + more) })).toBeLessThanOrEqual(
        rateSound({ oneWayMs: ms, lossPercent: loss }),
      );
    }),
  );
});
