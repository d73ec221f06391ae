import type { Rollout } from '@parley/protocol';
import { expect, test } from 'vitest';
import { describeRolloutChange } from './describe-change.ts';

const BEFORE: Rollout = {
  ios: { state: 'off' },
  android: { state: 'percentage', percent: 12.5 },
  web: { state: 'on' },
  alwaysIn: ['alice', 'bob'],
  alwaysOut: [],
};

test.each<[string, Partial<Rollout>, string]>([
  ['a platform', { ios: { state: 'percentage', percent: 10 } }, 'iOS: off → 10 %'],
  [
    'two platforms',
    { android: { state: 'off' }, web: { state: 'off' } },
    'Android: 12.5 % → off; Web: on → off',
  ],
  ['a list', { alwaysIn: ['bob', 'carol'] }, 'always in: +@carol -@alice'],
  ['the other list', { alwaysOut: ['alice'] }, 'always out: +@alice'],
  ['nothing', {}, 'nothing moved'],
])('ROLL-11: the audit log says what has moved: %s', (_what, change, expected) => {
  expect(describeRolloutChange(BEFORE, { ...BEFORE, ...change })).toBe(expected);
});
