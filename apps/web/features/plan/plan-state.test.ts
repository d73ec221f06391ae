import { expect, test } from 'vitest';
import { dateText } from '../../text/time.ts';
import { planStateText } from './plan-state.ts';

const DAY = Date.parse('2026-12-03T12:00:00Z');

test.each([
  [{ premium: false, untilMs: null, renews: false }, "You don't have Premium."],
  [{ premium: true, untilMs: DAY, renews: true }, `You have Premium. It renews on ${dateText(DAY)}.`],
  [{ premium: true, untilMs: DAY - 2, renews: true }, 'You have Premium. It is being renewed.'],
  [
    { premium: true, untilMs: DAY, renews: false },
    `You have Premium until ${dateText(DAY)}. It ends then by itself.`,
  ],
  [{ premium: false, untilMs: DAY - 2, renews: false }, `Your Premium ended on ${dateText(DAY)}.`],
])('PLAN-2: %o', (state, expected) => {
  expect(planStateText(state, DAY - 1)).toBe(expected);
});
