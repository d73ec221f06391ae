import type { Preconnect } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { decidePreconnect, preconnectFor } from './decide-preconnect.ts';
import type { PreconnectFacts } from './decide-preconnect.ts';

/** The callee follows the caller, there is a relay, all switches are as they are for a new account. */
const FRIENDS: PreconnectFacts = {
  calleeFollowsCaller: true,
  callerInAddressBook: false,
  hasRelay: true,
  preconnectAllowed: true,
  callerPreconnects: true,
  calleePreconnects: true,
  callerShowsVideo: false,
};
const IN_BOOK: Partial<PreconnectFacts> = { calleeFollowsCaller: false, callerInAddressBook: true };

describe('decidePreconnect, rule by rule', () => {
  test.each<[title: string, change: Partial<PreconnectFacts>, expected: Preconnect]>([
    ['the callee follows the caller', {}, 'path'],
    ['in the address book', IN_BOOK, 'path'],
    ['everybody else', { calleeFollowsCaller: false }, 'none'],
    ['no relay', { hasRelay: false }, 'none'],
    ['the operator has switched it off', { preconnectAllowed: false }, 'none'],
    ['the caller has', { callerPreconnects: false }, 'none'],
    ['the callee has', { calleePreconnects: false }, 'none'],
    [
      'the caller shows their video, and is in the book',
      { ...IN_BOOK, callerShowsVideo: true },
      'earlyVideo',
    ],
    ['shown to people who only follow: not', { callerShowsVideo: true }, 'path'],
  ])('CALL-36: %s', (_title, change, expected) => {
    expect(decidePreconnect({ ...FRIENDS, ...change })).toBe(expected);
  });
});

/** docs/spec/call.md, CALL-36, word for word; shares nothing with the code under test. */
function oracle(f: PreconnectFacts): Preconnect {
  const possible = f.hasRelay && f.preconnectAllowed;
  const bothWant = f.callerPreconnects && f.calleePreconnects;
  const known = f.calleeFollowsCaller || f.callerInAddressBook;
  if (!(possible && bothWant && known)) return 'none';
  if (f.callerShowsVideo && f.callerInAddressBook) return 'earlyVideo';
  return 'path';
}

const FIELDS = Object.keys(FRIENDS) as (keyof PreconnectFacts)[];
const all = Array.from(
  { length: 2 ** FIELDS.length },
  (_, bits): PreconnectFacts =>
    Object.fromEntries(FIELDS.map((field, place) => [field, (bits & (1 << place)) !== 0])) as never,
);

const LEVEL: Record<Preconnect, number> = { none: 0, path: 1, earlyVideo: 2 };

test('CALL-36: all 128 combinations are decided as the spec says', () => {
  expect(all).toHaveLength(128);
  expect(all.filter((facts) => decidePreconnect(facts) !== oracle(facts))).toEqual([]);
});

test('CALL-36: no fact that turns false ever lets more through', () => {
  const looser = all.flatMap((facts) =>
    FIELDS.filter((field) => facts[field]).map((field) => [facts, { ...facts, [field]: false }] as const),
  );
  expect(
    looser.filter(([before, after]) => LEVEL[decidePreconnect(after)] > LEVEL[decidePreconnect(before)]),
  ).toEqual([]);
});

test('CALL-36: a call without a picture shows none early', () => {
  const levels: Preconnect[] = ['none', 'path', 'earlyVideo'];
  expect(levels.map((level) => preconnectFor('audio', level))).toEqual(['none', 'path', 'path']);
  expect(levels.map((level) => preconnectFor('video', level))).toEqual(levels);
});
