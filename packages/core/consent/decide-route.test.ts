import type { CallRoute } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { decideRoute, settleRoute } from './decide-route.ts';
import type { RouteDecision, RouteFacts } from './decide-route.ts';

/** Nobody has the setting on, the callee follows the caller, there is a relay. */
const FRIENDS: RouteFacts = {
  callerIsPrivate: false,
  calleeIsPrivate: false,
  calleeFollowsCaller: true,
  callerInAddressBook: false,
  hasRelay: true,
};
const STRANGERS: Partial<RouteFacts> = { calleeFollowsCaller: false };
const NO_RELAY: Partial<RouteFacts> = { hasRelay: false };

const summary = ({ route, because }: RouteDecision): string => `${route}: ${because}`;

describe('decideRoute, rule by rule', () => {
  test.each<[title: string, change: Partial<RouteFacts>, expected: string]>([
    ['PRIV-1: the callee follows the caller', {}, 'direct: following'],
    ['PRIV-1: in the address book', { ...STRANGERS, callerInAddressBook: true }, 'direct: addressBook'],
    ['PRIV-1: everybody else', STRANGERS, 'relay: stranger'],
    ['PRIV-2: the caller hides', { callerIsPrivate: true }, 'relay: callerPrivacy'],
    ['PRIV-2: the callee hides', { calleeIsPrivate: true }, 'relay: calleePrivacy'],
    [
      'PRIV-2: also from friends',
      { calleeIsPrivate: true, callerInAddressBook: true },
      'relay: calleePrivacy',
    ],
    ['PRIV-5: friends need no relay', NO_RELAY, 'direct: following'],
    ['PRIV-5: a stranger, and no relay', { ...NO_RELAY, ...STRANGERS }, 'exposed: stranger'],
    [
      'PRIV-5: the callee hides, and no relay',
      { ...NO_RELAY, calleeIsPrivate: true },
      'exposed: calleePrivacy',
    ],
    ['PRIV-6: the caller hides, and no relay', { ...NO_RELAY, callerIsPrivate: true }, 'none: callerPrivacy'],
  ])('%s', (_title, change, expected) => {
    expect(summary(decideRoute({ ...FRIENDS, ...change }))).toBe(expected);
  });
});

/** docs/spec/privacy.md, PRIV-1, 2, 5 and 6, word for word; shares nothing with the code under test. */
function oracle(f: RouteFacts): RouteDecision['route'] {
  const mayBeDirect = f.calleeFollowsCaller || f.callerInAddressBook; // PRIV-1
  const somebodyHides = f.callerIsPrivate || f.calleeIsPrivate; // PRIV-2
  if (mayBeDirect && !somebodyHides) return 'direct';
  if (f.hasRelay) return 'relay';
  return f.callerIsPrivate ? 'none' : 'exposed'; // PRIV-5, PRIV-6
}

const all = Array.from({ length: 2 ** 5 }, (_, bits): RouteFacts => {
  const is = (place: number): boolean => (bits & (1 << place)) !== 0;
  return {
    callerIsPrivate: is(0),
    calleeIsPrivate: is(1),
    calleeFollowsCaller: is(2),
    callerInAddressBook: is(3),
    hasRelay: is(4),
  };
});

test('PRIV-1, PRIV-2, PRIV-5, PRIV-6: all 32 combinations are decided as the spec says', () => {
  expect(all.filter((facts) => decideRoute(facts).route !== oracle(facts))).toEqual([]);
});

test('PRIV-2: while either side hides, nothing is direct', () => {
  const hiding = all.filter((facts) => facts.callerIsPrivate || facts.calleeIsPrivate);
  expect(hiding.filter((facts) => decideRoute(facts).route === 'direct')).toEqual([]);
});

describe('settleRoute', () => {
  const direct: RouteDecision = { route: 'direct', because: 'following' };
  const relay: RouteDecision = { route: 'relay', because: 'stranger' };
  const exposed: RouteDecision = { route: 'exposed', because: 'stranger' };
  const none: RouteDecision = { route: 'none', because: 'callerPrivacy', disclose: 'no_relay' };

  test.each<[rang: CallRoute, now: RouteDecision, settled: CallRoute | null]>([
    ['direct', direct, 'direct'],
    ['direct', relay, 'relay'],
    ['direct', exposed, null],
    ['direct', none, null],
    ['relay', direct, 'relay'],
    ['relay', relay, 'relay'],
    ['relay', exposed, null],
    ['relay', none, null],
    ['exposed', direct, 'exposed'],
    ['exposed', relay, 'relay'],
    ['exposed', exposed, 'exposed'],
    ['exposed', none, null],
  ])('PRIV-3: rang %s, would now be %o: %s', (rang, now, settled) => {
    expect(settleRoute(rang, now)).toBe(settled);
  });
});
