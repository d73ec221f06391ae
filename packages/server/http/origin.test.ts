import { describe, expect, test } from 'vitest';
import { mayAct } from './origin.ts';

const OWN = ['http://localhost:3000', 'http://127.0.0.1:3000'];
const cookie = '__Host-parley=token';

describe('ACC-7: who may change things with the cookie of a browser', () => {
  test.each([
    ['a page of ours', { origin: 'http://localhost:3000', cookie }, true],
    ['a page of another port', { origin: 'http://localhost:3001', cookie }, false],
    ['a page of another site', { origin: 'https://evil.example', cookie }, false],
    ['a sandboxed frame', { origin: 'null', cookie }, false],
    ['our name with more behind it', { origin: 'http://localhost:3000.evil.example', cookie }, false],
    ['no origin, but the browser says same-origin', { 'sec-fetch-site': 'same-origin', cookie }, true],
    ['no origin, and the browser says cross-site', { 'sec-fetch-site': 'cross-site', cookie }, false],
    ['no origin, and the browser says same-site', { 'sec-fetch-site': 'same-site', cookie }, false],
    ['a cookie and no word about the page', { cookie }, false],
    ['no browser at all', {}, true],
    ['a bearer token', { authorization: 'Bearer x', origin: 'https://evil.example', cookie }, true],
    ['a foreign page without a cookie (signing in)', { origin: 'https://evil.example' }, false],
  ])('%s', (_, headers, expected) => {
    expect(mayAct({ method: 'POST', headers }, OWN)).toBe(expected);
    expect(mayAct({ method: 'DELETE', headers }, OWN)).toBe(expected);
  });

  test('reading is free: no answer is shared with other origins', () => {
    expect(mayAct({ method: 'GET', headers: { origin: 'https://evil.example', cookie } }, OWN)).toBe(true);
  });
});
