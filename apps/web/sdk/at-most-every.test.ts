import { expect, test } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

test('the first time counts at once, the next only after the time between', () => {
  let nowMs = 0;
  const acted: number[] = [];
  const act = atMostEvery(
    1_000,
    () => nowMs,
    () => acted.push(nowMs),
  );
  for (nowMs = 0; nowMs <= 2_500; nowMs += 100) act();
  expect(acted).toEqual([0, 1_000, 2_000]);
});
