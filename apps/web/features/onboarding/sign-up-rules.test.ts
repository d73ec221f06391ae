import { expect, test } from 'vitest';
import { signUpErrors } from './sign-up-rules.ts';

const good = { handle: 'ann_1', displayName: 'Ann', password: 'long enough' };

test('ACC-1: a good handle passes, with an @ and spaces around it too', () => {
  expect(signUpErrors(good)).toEqual({});
  expect(signUpErrors({ ...good, handle: ' @Ann_1 ' })).toEqual({});
});

test.each(['ab', 'a-b-c', 'x'.repeat(21), 'ann bell', ''])('ACC-1: the handle %j is refused', (handle) => {
  expect(Object.keys(signUpErrors({ ...good, handle }))).toEqual(['handle']);
});

test('ACC-2: a password of fewer than 8 characters is refused', () => {
  expect(Object.keys(signUpErrors({ ...good, password: '1234567' }))).toEqual(['password']);
});

test('every field that is wrong is told at once', () => {
  expect(Object.keys(signUpErrors({ handle: '', displayName: ' ', password: '' }))).toEqual([
    'handle',
    'displayName',
    'password',
  ]);
});
