import { expect, test } from 'vitest';
import { avatarTint, initials } from './avatar-tint.ts';

test.each([
  ['Alice', 'A'],
  ['Alice Bell', 'AB'],
  ['  Ana  María  de la Cruz ', 'AC'],
  ['😀 Smile', '😀S'],
  ['Alice (demo)', 'AD'],
  ['(…)', '?'],
  ['émile', 'É'],
  ['', '?'],
])('initials of %j are %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test('a person keeps one tint, and tints differ between people', () => {
  const ids = Array.from(
    { length: 40 },
    (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  );
  expect(avatarTint('x')).toBe(avatarTint('x'));
  expect(new Set(ids.map(avatarTint)).size).toBeGreaterThan(3);
});
