import { expect, test } from 'vitest';
import { isMissed, pastCallText } from './call.ts';
import type { PastCall } from './call.ts';

const call = (change: Partial<PastCall>): PastCall => ({
  direction: 'incoming',
  kind: 'audio',
  outcome: 'completed',
  durationMs: 0,
  ...change,
});

test.each([
  [call({ outcome: 'missed' }), 'Missed audio call'],
  [call({ outcome: 'cancelled', kind: 'video' }), 'Missed video call'],
  [call({ outcome: 'declined' }), 'Declined audio call'],
  [call({ outcome: 'completed', kind: 'video', durationMs: 192_000 }), 'Video call · 3:12'],
  [call({ direction: 'outgoing', outcome: 'missed' }), 'Audio call · no answer'],
  [call({ direction: 'outgoing', outcome: 'cancelled' }), 'Cancelled audio call'],
  [call({ direction: 'outgoing', outcome: 'declined', kind: 'video' }), 'Video call · declined'],
  [call({ direction: 'outgoing', outcome: 'busy' }), 'Audio call · busy'],
  [call({ outcome: 'failed' }), "Audio call · couldn't connect"],
  [call({ outcome: 'lost' }), 'Audio call · connection lost'],
])('CALL-9: the row of %j reads %j', (past, expected) => {
  expect(pastCallText(past)).toBe(expected);
});

test('CALL-9: only the callee has missed a call', () => {
  expect(isMissed(call({ outcome: 'missed' }))).toBe(true);
  expect(isMissed(call({ outcome: 'missed', direction: 'outgoing' }))).toBe(false);
  expect(isMissed(call({ outcome: 'declined' }))).toBe(false);
});
