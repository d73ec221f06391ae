import type { CallId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { toneOf } from './tone-of.ts';

const call = (phase: 'ringing' | 'connecting' | 'connected' | 'ended', reconnecting = false, id = 'one') => ({
  callId: id as CallId,
  phase,
  reconnecting,
});

test.each([
  [undefined, call('ringing'), undefined],
  [call('connecting'), call('connected'), 'connected'],
  [call('connected'), call('connected'), undefined],
  [call('connected'), call('connected', true), 'interrupted'],
  [call('connected', true), call('connected', true), undefined],
  [call('connected', true), call('connected'), 'connected'],
  [call('connected'), call('ended'), 'ended'],
  [call('ended'), call('ended'), undefined],
  [call('ringing'), call('ended'), undefined],
  [call('connected'), undefined, undefined],
  [call('connected'), call('ended', false, 'another'), undefined],
  // A call that was taken back after a reload.
  [undefined, call('connected'), 'connected'],
])('CALL-78: from %j to %j one hears %j', (before, now, tone) => {
  expect(toneOf(before, now)).toBe(tone);
});
