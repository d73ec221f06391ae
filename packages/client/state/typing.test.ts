import type { ConversationId } from '@parley/protocol';
import { TYPING_TIMEOUT_MS } from '@parley/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeId } from '../testing/index.ts';
import { OwnTyping, TYPING_INTERVAL_MS } from './typing.ts';

const conversationId = fakeId(1, 'b') as ConversationId;

function type(steps: readonly { afterMs: number; typing: boolean }[]): { atMs: number; typing: boolean }[] {
  let nowMs = 1_000;
  const told: { atMs: number; typing: boolean }[] = [];
  const own = new OwnTyping(
    () => nowMs,
    (_, typing) => told.push({ atMs: nowMs, typing }),
  );
  for (const { afterMs, typing } of steps) {
    nowMs += afterMs;
    own.set(conversationId, typing);
  }
  return told;
}

test('MSG-10: at each keystroke said, it is told at most every 3 s, and again before it fades', () => {
  const told = type(Array.from({ length: 100 }, () => ({ afterMs: 100, typing: true })));
  expect(told.map(({ atMs }) => atMs)).toEqual([1_100, 4_100, 7_100, 10_100]);
});

test('stopping is told once, and only while somebody may still see it', () => {
  expect(
    type([
      { afterMs: 0, typing: true },
      { afterMs: 500, typing: false },
      { afterMs: 1, typing: false },
    ]),
  ).toEqual([
    { atMs: 1_000, typing: true },
    { atMs: 1_500, typing: false },
  ]);
  expect(
    type([
      { afterMs: 0, typing: true },
      { afterMs: TYPING_TIMEOUT_MS, typing: false },
    ]),
  ).toHaveLength(1);
  expect(type([{ afterMs: 0, typing: false }])).toEqual([]);
});

test('whatever the person does, typing is never told twice within the interval without a stop between', () => {
  const steps = fc.array(fc.record({ afterMs: fc.nat(4_000), typing: fc.boolean() }));
  fc.assert(
    fc.property(steps, (taken) => {
      const told = type(taken);
      for (const [at, one] of told.entries()) {
        const before = told[at - 1];
        if (before?.typing && one.typing)
          expect(one.atMs - before.atMs).toBeGreaterThanOrEqual(TYPING_INTERVAL_MS);
        if (!one.typing) expect(before?.typing).toBe(true);
      }
    }),
  );
});
