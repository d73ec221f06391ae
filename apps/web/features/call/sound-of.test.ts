import { expect, test } from 'vitest';
import { soundOf } from './sound-of.ts';

test.each([
  [{ current: undefined, incoming: [] }, undefined],
  [{ current: undefined, incoming: [{}] }, 'ring'],
  [{ current: { phase: 'ended' as const }, incoming: [{}] }, 'ring'],
  [{ current: { phase: 'dialing' as const }, incoming: [] }, undefined],
  [{ current: { phase: 'ringing' as const }, incoming: [] }, 'ringBack'],
  [{ current: { phase: 'connected' as const }, incoming: [] }, undefined],
])('with %j one hears %j', (state, expected) => {
  expect(soundOf(state)).toBe(expected);
});

test('CALL-27: a call that comes in during another knocks only', () => {
  expect(soundOf({ current: { phase: 'connected' }, incoming: [{}] })).toBe('knock');
});
