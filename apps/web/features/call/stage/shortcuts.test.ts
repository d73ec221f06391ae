import { expect, test } from 'vitest';
import { SHORTCUT_KEYS, shortcutOf } from './shortcuts.ts';

const press = (key: string, change: object = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  ...change,
});

test.each([
  ['m', {}, 'mute'],
  ['V', {}, 'camera'],
  ['s', {}, 'screen'],
  ['?', { shiftKey: true }, 'more'],
  ['H', { shiftKey: true }, 'hangUp'],
])('CALL-77: %s with %j means %s', (key, change, name) => {
  expect(shortcutOf(press(key, change))).toBe(name);
});

test.each([
  ['h', {}],
  ['Escape', {}],
  ['Enter', {}],
  [' ', {}],
  ['m', { ctrlKey: true }],
  ['m', { metaKey: true }],
  ['m', { altKey: true }],
  ['m', { shiftKey: true }],
  ['m', { repeat: true }],
])('CALL-77: %j with %j means nothing: no key alone, and never Escape, ends a call', (key, change) => {
  expect(shortcutOf(press(key, change))).toBeUndefined();
});

test('no key has two meanings', () => {
  const keys = Object.values(SHORTCUT_KEYS);
  expect(new Set(keys).size).toBe(keys.length);
});
