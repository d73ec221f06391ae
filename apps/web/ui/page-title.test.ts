import { expect, test } from 'vitest';
import { titleOf } from './page-title.ts';

test.each([
  [{ page: 'Messages', unread: 0, flash: undefined }, false, 'Messages – Parley'],
  [{ page: 'Messages', unread: 3, flash: undefined }, true, '(3) Messages – Parley'],
  [{ page: '', unread: 0, flash: undefined }, false, 'Parley'],
  [{ page: 'People', unread: 1, flash: 'Ann is calling' }, true, 'Ann is calling – Parley'],
  [{ page: 'People', unread: 1, flash: 'Ann is calling' }, false, '(1) People – Parley'],
])('the title of %j (flash shown: %j) is %j', (parts, showFlash, expected) => {
  expect(titleOf(parts, showFlash)).toBe(expected);
});
