import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advanceAudioFirst, VIDEO_ALLOWED } from './audio-first.ts';

/** What is allowed after each look, one look a second. */
function run(rooms: readonly (number | null)[]): boolean[] {
  let state = VIDEO_ALLOWED;
  return rooms.map((room, second) => {
    state = advanceAudioFirst(state, room, second * 1_000);
    return state.videoAllowed;
  });
}

const times = (count: number, room: number | null): (number | null)[] =>
  Array.from({ length: count }, () => room);

describe('CALL-84: sound comes first', () => {
  test('below 60 kbit/s for 2 s pictures pause, above 70 for 6 s they are back', () => {
    const looks = run([...times(3, 59_999), ...times(7, 70_001)]);
    expect(looks).toEqual([true, true, false, false, false, false, false, false, false, true]);
  });

  test('a link that stays between the two borders changes nothing, either way', () => {
    expect(run(times(60, 65_000)).every((allowed) => allowed)).toBe(true);
    expect(run([...times(3, 10_000), ...times(29, 65_000)]).at(-1)).toBe(false);
  });

  test('one bad second is no reason, and one bad second among good ones begins the wait again', () => {
    expect(run([500_000, 10_000, 500_000, 10_000, 500_000])).toEqual([true, true, true, true, true]);
    expect(run([...times(3, 10_000), ...times(5, 90_000), 10_000, ...times(6, 90_000)]).at(-1)).toBe(false);
  });

  test('a browser that does not say pauses nothing', () => {
    expect(run(times(60, null)).every((allowed) => allowed)).toBe(true);
  });

  test('an estimate that nothing moves, as when muted, does not keep pictures away for good: 30 s, then 60 s', () => {
    const looks = run(times(3 + 30 + 2 + 1 + 60, 54_400));
    const changes = looks.flatMap((allowed, at) => (allowed === (looks[at - 1] ?? true) ? [] : [at]));
    expect(changes).toEqual([2, 32, 35, 95]);
  });

  test('a link whose room is overrated does not make pictures come and go: each wait is twice as long', () => {
    // Without pictures there seems to be room enough, with them there is not.
    let state = VIDEO_ALLOWED;
    const pausedAt: number[] = [];
    for (let second = 0; second < 600; second += 1) {
      const before = state.videoAllowed;
      state = advanceAudioFirst(state, before ? 50_000 : 84_000, second * 1_000);
      if (before && !state.videoAllowed) pausedAt.push(second);
    }
    const waits = pausedAt.slice(1).map((at, index) => at - (pausedAt[index] ?? 0));
    expect(waits).toEqual([10, 16, 28, 52, 100, 100, 100, 100].slice(0, waits.length));
    expect(waits.length).toBeGreaterThan(5);
  });

  test('a link that held for a while is trusted again', () => {
    const looks = run([
      ...times(3, 50_000),
      ...times(7, 90_000),
      ...times(40, 90_000),
      ...times(3, 50_000),
      ...times(7, 90_000),
    ]);
    expect(looks.at(-2)).toBe(false);
    expect(looks.at(-1)).toBe(true);
  });

  test('whatever the link does it never flaps: pauses last 6 s or longer, and each change has its reason', () => {
    const room = fc.option(fc.integer({ min: 20_000, max: 110_000 }), { nil: null });
    const burst = fc.tuple(room, fc.integer({ min: 1, max: 12 })).map(([of, count]) => times(count, of));
    fc.assert(
      fc.property(fc.array(burst, { maxLength: 12 }), (bursts) => {
        const rooms = bursts.flat();
        const looks = [true, ...run(rooms)];
        looks.forEach((allowed, at) => {
          const before = looks[at - 1];
          if (before === undefined || before === allowed) return;
          const because = rooms.slice(Math.max(0, at - (allowed ? 7 : 3)), at);
          const lasted = at - 1 - looks.slice(0, at).lastIndexOf(allowed);
          const hasReason = because.every((one) => one !== null && (allowed ? one > 70_000 : one < 60_000));
          if (!allowed) expect(hasReason).toBe(true);
          else expect(lasted >= 30 || (hasReason && lasted >= 6)).toBe(true);
        });
      }),
    );
  });
});
