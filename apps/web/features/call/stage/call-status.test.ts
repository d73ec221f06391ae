import { expect, test } from 'vitest';
import { statusText } from './call-status.ts';
import type { StatusView } from './call-status.ts';

const view = (change: Partial<StatusView>): StatusView => ({
  phase: 'connected',
  direction: 'outgoing',
  reconnecting: false,
  peerAway: false,
  peer: { displayName: 'Bob' },
  ...change,
});
const ended = (
  change: Partial<NonNullable<StatusView['ended']>>,
  direction: StatusView['direction'] = 'outgoing',
) =>
  view({
    phase: 'ended',
    direction,
    ended: { outcome: 'completed', elsewhere: false, durationMs: 0, ...change },
  });

test.each([
  [view({ phase: 'dialing' }), 'Calling…'],
  [view({ phase: 'ringing' }), 'Ringing…'],
  [view({ phase: 'connecting' }), 'Connecting…'],
  [view({}), undefined],
  [view({ reconnecting: true }), 'Reconnecting…'],
  [view({ reconnecting: true, peerAway: true }), 'Waiting for Bob to come back…'],
  [ended({ durationMs: 123_000 }), 'Ended · 2:03'],
  [ended({ outcome: 'declined' }), 'Bob declined.'],
  [ended({ outcome: 'declined' }, 'incoming'), 'Declined.'],
  [ended({ outcome: 'cancelled' }), 'Cancelled.'],
  [ended({ outcome: 'cancelled' }, 'incoming'), 'Bob stopped calling.'],
  [ended({ outcome: 'missed' }), 'No answer.'],
  [ended({ outcome: 'busy' }), 'Bob is in another call.'],
  [ended({ outcome: 'lost' }), 'The connection was lost.'],
])('CALL-1: the status of %j is %j', (state, expected) => {
  expect(statusText(state)).toBe(expected);
});

test('CALL-5: a call answered or declined on another device says so', () => {
  expect(statusText(ended({ elsewhere: true }, 'incoming'))).toBe('Answered on another device.');
  expect(statusText(ended({ elsewhere: true, outcome: 'declined' }, 'incoming'))).toBe(
    'Declined on another device.',
  );
});

test('CALL-54: a call that was taken over by another device goes on there', () => {
  expect(statusText(ended({ elsewhere: true, durationMs: 9_000 }))).toBe('Continued on another device.');
});

test('CON-9: every refusal of the callee’s reads the same', () => {
  expect(statusText(ended({ outcome: 'failed', refused: 'call_unavailable' }))).toBe(
    "Bob can't be called right now.",
  );
});

test('a refusal that is the caller’s own is named', () => {
  expect(statusText(ended({ outcome: 'failed', refused: 'offline' }))).toContain("can't be reached");
});
