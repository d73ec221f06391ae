import { expect, test } from 'vitest';
import { demoTokenOf } from './demo-link.ts';

test.each([
  ['#demo=abc', 'abc'],
  ['#demo=a%2Bb', 'a+b'],
  ['#demo=', undefined],
  ['#other=abc', undefined],
  ['', undefined],
])('the token in %j is %j', (hash, expected) => {
  expect(demoTokenOf(hash)).toBe(expected);
});
