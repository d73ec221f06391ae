import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advancePictureSize, FULL_SIZE } from './picture-size.ts';

/** The scale after each look, one look a second. */
function run(rooms: readonly (number | null)[]): number[] {
  let state = FULL_SIZE;
  return rooms.map((room, second) => {
    state = advancePictureSize(state, room, second * 1_000);
    return state.scaleDownBy;
  });
}

const times = (count: number, room: number | null): (number | null)[] =>
  Array.from({ length: count }, () => room);

describe('CALL-86: the size of the picture follows the room', () => {
  test.each([
    [2_000_000, 1],
    [600_000, 4 / 3],
    [300_000, 2],
    [100_000, 4],
  ])('with %i bit/s at once by %d', (room, scale) => {
    expect(run([room])).toEqual([scale]);
  });

  test('smaller at once, larger after 3 s and one step at a time', () => {
    const looks = run([2_000_000, 250_000, ...times(10, 2_000_000)]);
    expect(looks.slice(0, 2)).toEqual([1, 2]);
    expect(looks.slice(2)).toEqual([2, 2, 2, 4 / 3, 4 / 3, 4 / 3, 4 / 3, 1, 1, 1]);
  });

  test('a browser that does not say keeps the full picture, and does not change one that was lowered', () => {
    expect(run(times(20, null)).every((scale) => scale === 1)).toBe(true);
    expect(run([250_000, ...times(20, null)]).at(-1)).toBe(2);
  });

  test('around a border it does not come and go', () => {
    const wavering = Array.from({ length: 60 }, (_, second) => (second % 2 === 0 ? 490_000 : 510_000));
    const looks = run([510_000, ...wavering]);
    expect(new Set(looks.slice(1))).toEqual(new Set([2]));
  });

  test('whatever the link does, no picture grows within 3 s of another change', () => {
    const room = fc.option(fc.integer({ min: 20_000, max: 2_000_000 }), { nil: null });
    const burst = fc.tuple(room, fc.integer({ min: 1, max: 8 })).map(([of, count]) => times(count, of));
    fc.assert(
      fc.property(fc.array(burst, { maxLength: 15 }), (bursts) => {
        const looks = run(bursts.flat());
        const firstKnown = bursts.flat().findIndex((one) => one !== null);
        looks.forEach((scale, at) => {
          const before = looks[at - 1];
          if (before === undefined || at <= firstKnown || scale >= before) return;
          expect(looks.slice(Math.max(0, at - 4), at).every((one) => one === before)).toBe(true);
        });
      }),
    );
  });
});
