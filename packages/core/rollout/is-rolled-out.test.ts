import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { AccountId } from '@parley/protocol';
import type { Platform, RolloutRule } from '@parley/protocol';
import { expect, test } from 'vitest';
import { BUCKETS, bucketOf } from './bucket-of.ts';
import { isRolledOut } from './is-rolled-out.ts';
import type { RolloutRules } from './is-rolled-out.ts';

const OFF: RolloutRule = { state: 'off' };
const ON: RolloutRule = { state: 'on' };
const share = (percent: number): RolloutRule => ({ state: 'percentage', percent });
const NOBODY: RolloutRules = { ios: OFF, android: OFF, web: OFF, alwaysIn: new Set(), alwaysOut: new Set() };

const ALICE = AccountId.parse('8b6f7a0e-5d0c-4f5e-9b1a-2f4f7c9d1e3a');
const PLATFORMS: readonly Platform[] = ['ios', 'android', 'web', 'other'];

const accountId = fc.uuid({ version: 4 }).map((id) => AccountId.parse(id));
/** With two decimals, as administrators type them. */
const percent = fc.integer({ min: 0, max: BUCKETS }).map((bucket) => bucket / 100);
const platform = fc.constantFrom(...PLATFORMS);

function manyAccounts(count: number): AccountId[] {
  return Array.from({ length: count }, () => AccountId.parse(randomUUID()));
}

/** How many of them have calls on the web at that percentage. */
function countIn(accounts: readonly AccountId[], percentage: number): number {
  return accounts.filter((id) => isRolledOut({ ...NOBODY, web: share(percentage) }, id, 'web')).length;
}

test('ROLL-1: off is nobody, on is everybody, each platform for itself', () => {
  const rules = { ...NOBODY, android: ON };
  expect(PLATFORMS.filter((one) => isRolledOut(rules, ALICE, one))).toEqual(['android']);
});

test('ROLL-1: a program that is none of the three platforms follows the web', () => {
  const rules = { ...NOBODY, web: ON };
  expect(PLATFORMS.filter((one) => isRolledOut(rules, ALICE, one))).toEqual(['web', 'other']);
});

test('ROLL-2: 0 % is nobody and 100 % is everybody', () => {
  const accounts = manyAccounts(2_000);
  expect(countIn(accounts, 0)).toBe(0);
  expect(countIn(accounts, 100)).toBe(2_000);
});

test('ROLL-2: a percentage is that share of the accounts', () => {
  const accounts = manyAccounts(20_000);
  for (const percentage of [1, 10, 33.33, 50, 90]) {
    const expected = (accounts.length * percentage) / 100;
    // Six standard deviations: a fair hash fails this once in half a billion runs.
    const most = 6 * Math.sqrt(expected * (1 - percentage / 100));
    expect(Math.abs(countIn(accounts, percentage) - expected)).toBeLessThan(most);
  }
});

test('ROLL-2: ids that come one after the other are spread all the same', () => {
  const accounts = Array.from({ length: 10_000 }, (_, place) =>
    AccountId.parse(`00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`),
  );
  expect(Math.abs(countIn(accounts, 10) - 1_000)).toBeLessThan(180);
});

test('ROLL-2: the second decimal counts', () => {
  const someoneAt = (bucket: number): AccountId => {
    const found = manyAccounts(200_000).find((id) => bucketOf(id) === bucket);
    if (found === undefined) throw new Error(`nobody in bucket ${bucket}`);
    return found;
  };
  const account = someoneAt(1_234);
  expect(countIn([account], 12.34)).toBe(0);
  expect(countIn([account], 12.35)).toBe(1);
});

test('ROLL-3: the bucket of an account never changes, whatever is rebuilt', () => {
  expect(bucketOf(ALICE)).toBe(7_261);
  expect(bucketOf(AccountId.parse('00000000-0000-4000-8000-000000000000'))).toBe(9_682);
});

test('ROLL-3: raising a percentage never takes calls from anyone who had them', () => {
  fc.assert(
    fc.property(accountId, platform, percent, percent, (id, on, one, other) => {
      const [lower, higher] = [Math.min(one, other), Math.max(one, other)];
      const had = isRolledOut(all(share(lower)), id, on);
      const has = isRolledOut(all(share(higher)), id, on);
      return !had || has;
    }),
    { numRuns: 2_000 },
  );
});

test('ROLL-3: from off over a percentage to on, nobody loses what they had', () => {
  fc.assert(
    fc.property(accountId, platform, percent, (id, on, percentage) => {
      const steps = [OFF, share(percentage), ON].map((rule) => isRolledOut(all(rule), id, on));
      return steps[0] === false && steps[2] === true;
    }),
  );
});

test('ROLL-4: who is in at a share of one platform is in at any greater share of another', () => {
  fc.assert(
    fc.property(accountId, percent, percent, (id, one, other) => {
      const rules = { ...NOBODY, ios: share(Math.min(one, other)), android: share(Math.max(one, other)) };
      return !isRolledOut(rules, id, 'ios') || isRolledOut(rules, id, 'android');
    }),
    { numRuns: 2_000 },
  );
});

test('ROLL-5: the lists beat every rule, and "never" beats "always"', () => {
  fc.assert(
    fc.property(accountId, platform, fc.constantFrom(OFF, share(50), ON), (id, on, rule) => {
      const listed = new Set([id]);
      const isIn = isRolledOut({ ...all(rule), alwaysIn: listed }, id, on);
      const isOut = isRolledOut({ ...all(rule), alwaysIn: listed, alwaysOut: listed }, id, on);
      return isIn && !isOut;
    }),
  );
});

test('ROLL-5: a list says nothing about anybody else', () => {
  const listed = new Set([ALICE]);
  const [other] = manyAccounts(1);
  if (other === undefined) throw new Error('nobody');
  expect(isRolledOut({ ...all(ON), alwaysOut: listed }, other, 'web')).toBe(true);
  expect(isRolledOut({ ...all(OFF), alwaysIn: listed }, other, 'web')).toBe(false);
});

function all(rule: RolloutRule): RolloutRules {
  return { ...NOBODY, ios: rule, android: rule, web: rule };
}
