import type { CallPhase, CallView } from '@parley/client';
import { expect, test } from 'vitest';
import { routeText } from './route-text.ts';

test.each<[route: CallView['route'], phase: CallPhase, text: string | undefined]>([
  ['direct', 'connected', undefined],
  ['relay', 'ringing', 'Relayed: your address is hidden'],
  ['relay', 'connected', 'Relayed: your address is hidden'],
  ['relay', 'ended', undefined],
  ['exposed', 'ringing', 'Your network address will be visible to Bob'],
  ['exposed', 'connecting', 'Your network address is visible to Bob'],
  ['exposed', 'ended', undefined],
])('PRIV-4, PRIV-5: %s, %s: %s', (route, phase, text) => {
  const view = { phase, peer: { displayName: 'Bob' }, ...(route && { route }) };
  expect(routeText(view)).toBe(text);
});

test('PRIV-4: before the server has answered nothing is said', () => {
  expect(routeText({ phase: 'dialing', peer: { displayName: 'Bob' } })).toBeUndefined();
});
