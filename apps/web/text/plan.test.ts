import { expect, test } from 'vitest';
import { priceText } from './plan.ts';

test.each([
  [{ amountMinor: 500, currency: 'eur' }, '€5.00'],
  [{ amountMinor: 1299, currency: 'usd' }, '$12.99'],
  [{ amountMinor: 500, currency: 'jpy' }, '¥500'],
  [{ amountMinor: 1500, currency: 'kwd' }, 'KWD\u00a01.500'],
])('PLAN-2: %o is %s', (price, expected) => {
  expect(priceText(price)).toBe(expected);
});
