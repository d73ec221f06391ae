import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LegConditions } from './conditions.ts';
import { PERFECT_LEG, toLeg } from './conditions.ts';
import { Pipe } from './pipe.ts';

/** A clock that stands still until a wait is over. */
function createClock() {
  let nowMs = 0;
  const waits: { atMs: number; wake: () => void }[] = [];
  return {
    waiting: {
      nowMs: () => nowMs,
      wait: (ms: number, wake: () => void) => void waits.push({ atMs: nowMs + Math.max(ms, 0.05), wake }),
    },
    nowMs: () => nowMs,
    runUntil: (untilMs: number) => {
      for (;;) {
        waits.sort((a, b) => a.atMs - b.atMs);
        const [next] = waits;
        if (next === undefined || next.atMs > untilMs) break;
        waits.shift();
        nowMs = next.atMs;
        next.wake();
      }
      nowMs = untilMs;
    },
  };
}

function leg(conditions: Partial<LegConditions>): LegConditions {
  return { ...PERFECT_LEG, ...conditions };
}

test('both legs together make the profile', () => {
  const { delayMs, loss } = toLeg({ name: '', oneWayDelayMs: 50, loss: 0.05 });
  expect(2 * delayMs).toBe(50);
  expect((1 - loss) ** 2).toBeCloseTo(0.95);
});

test('without a delay a packet passes in the same turn', () => {
  const pipe = new Pipe(PERFECT_LEG, createClock().waiting);
  let passed = false;
  pipe.push(100, () => (passed = true));
  expect(passed).toBe(true);
});

test('each packet comes after its delay, within half a millisecond, and in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 150 }),
      (pauses, delayMs) => {
        const clock = createClock();
        const pipe = new Pipe(leg({ delayMs }), clock.waiting);
        const sent: number[] = [];
        const came: { number: number; atMs: number }[] = [];
        pauses.forEach((pause, number) => {
          clock.runUntil(clock.nowMs() + pause);
          sent.push(clock.nowMs());
          pipe.push(100, () => came.push({ number, atMs: clock.nowMs() }));
        });
        clock.runUntil(clock.nowMs() + delayMs + 5);
        expect(came.map(({ number }) => number)).toEqual(sent.map((_, number) => number));
        for (const { number, atMs } of came)
          expect(Math.abs(atMs - (sent[number] ?? 0) - delayMs)).toBeLessThan(0.5);
      },
    ),
  );
});

test('a shorter delay does not let a packet overtake', () => {
  const clock = createClock();
  const pipe = new Pipe(leg({ delayMs: 100 }), clock.waiting);
  const came: string[] = [];
  pipe.push(1, () => came.push('first'));
  pipe.conditions = leg({ delayMs: 5 });
  pipe.push(1, () => came.push('second'));
  clock.runUntil(50);
  expect(came).toEqual([]);
  clock.runUntil(101);
  expect(came).toEqual(['first', 'second']);
});

test('a narrow place passes what it is wide, and drops what does not fit into its queue', () => {
  const clock = createClock();
  const pipe = new Pipe(leg({ cap: { kbps: 300, queueMs: 200 } }), clock.waiting);
  let bytes = 0;
  let dropped = 0;
  // Twice what fits: 1,000 bytes with headers each 13.7 ms are 600 kbit/s.
  for (let sent = 0; sent < 730; sent += 1) {
    if (!pipe.push(1_000, () => (bytes += 1_028))) dropped += 1;
    clock.runUntil(clock.nowMs() + 13.7);
  }
  expect((bytes * 8) / clock.nowMs()).toBeCloseTo(300, -1);
  expect(dropped).toBeGreaterThan(300);
});
