import type { Rollout } from '@parley/protocol';
import { expect, test } from 'vitest';
import { readDraft, toDraft } from './rollout-draft.ts';

const ROLLOUT: Rollout = {
  ios: { state: 'percentage', percent: 10 },
  android: { state: 'off' },
  web: { state: 'on' },
  alwaysIn: ['alice', 'bob'],
  alwaysOut: [],
};
const DRAFT = toDraft(ROLLOUT);
const withPercent = (percent: string) =>
  readDraft({ ...DRAFT, platforms: { ...DRAFT.platforms, ios: { state: 'percentage', percent } } });

test('ROLL-1, ROLL-5: what is shown and not touched is what is saved', () => {
  expect(readDraft(DRAFT)).toEqual({ rollout: ROLLOUT });
});

test.each([
  ['10', 10],
  ['0', 0],
  ['100', 100],
  ['0.25', 0.25],
  ['0,25', 0.25],
  [' 12.5 % ', 12.5],
])('ROLL-2: %s is a percentage', (typed, percent) => {
  expect(withPercent(typed)).toMatchObject({ rollout: { ios: { state: 'percentage', percent } } });
});

test.each(['', 'ten', '-1', '100.01', '101', '1.234', '1e1', '10 10'])(
  'ROLL-2: “%s” is none, and stays to be put right',
  (typed) => {
    expect(withPercent(typed)).toEqual({ problems: { percent: ['ios'] } });
  },
);

test('ROLL-2: a number that is not used may be anything', () => {
  const platforms = { ...DRAFT.platforms, ios: { state: 'on' as const, percent: 'ten' } };
  expect(readDraft({ ...DRAFT, platforms })).toMatchObject({ rollout: { ios: { state: 'on' } } });
});

test('ROLL-5: handles come with @, in capitals, on lines of their own, and twice', () => {
  expect(readDraft({ ...DRAFT, alwaysIn: '@Alice\nbob, ALICE;\n carol' })).toMatchObject({
    rollout: { alwaysIn: ['alice', 'bob', 'carol'] },
  });
});

test('ROLL-5: what is no handle is named', () => {
  expect(readDraft({ ...DRAFT, alwaysOut: 'alice, al, a-b' })).toEqual({
    problems: { percent: [], alwaysOut: { kind: 'wrong', names: ['al', 'a-b'] } },
  });
});

test('ROLL-5: more than a list holds is said before it is sent', () => {
  const alwaysIn = Array.from({ length: 501 }, (_, place) => `member_${place}`).join(' ');
  expect(readDraft({ ...DRAFT, alwaysIn })).toEqual({
    problems: { percent: [], alwaysIn: { kind: 'tooMany' } },
  });
});
