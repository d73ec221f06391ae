import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seed gives the same numbers, another gives others', () => {
  const take = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed));
  expect(take(1)).toEqual(take(1));
  expect(take(1)).not.toEqual(take(2));
});

test('they are spread evenly enough to lose one packet in twenty', () => {
  const random = createRandom(3);
  const lost = Array.from({ length: 20_000 }, random).filter((number) => number < 0.05).length;
  expect(lost / 20_000).toBeGreaterThan(0.045);
  expect(lost / 20_000).toBeLessThan(0.055);
});
