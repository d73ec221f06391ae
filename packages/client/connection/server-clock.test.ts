import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServerClock } from './server-clock.ts';

test('server times are turned into local ones to within half a round trip', () => {
  const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
  fc.assert(
    fc.property(
      time,
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.nat(5_000),
      fc.nat(5_000),
      (sentAtMs, ahead, up, down) => {
        const clock = createServerClock();
        clock.set(sentAtMs + up + ahead, sentAtMs, sentAtMs + up + down);
        const trueLocalMs = sentAtMs + 60_000;
        const errorMs = Math.abs(clock.toLocalMs(trueLocalMs + ahead) - trueLocalMs);
        expect(errorMs).toBeLessThanOrEqual((up + down) / 2 + 1);
      },
    ),
  );
});

test('before the first reading the clocks count as equal', () => {
  expect(createServerClock().toLocalMs(1_234)).toBe(1_234);
});
