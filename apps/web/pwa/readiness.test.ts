import { expect, test } from 'vitest';
import { familyOf, readinessOf } from './readiness.ts';
import type { BrowserFacts } from './readiness.ts';

const READY: BrowserFacts = {
  isSecure: true,
  hasWorker: true,
  hasPush: true,
  permission: 'granted',
  isSubscribed: true,
  isAppleMobile: false,
  isInstalled: false,
};
const IPHONE = { isAppleMobile: true, hasPush: false, permission: undefined };

test.each<[string, Partial<BrowserFacts>, string]>([
  ['subscribed', {}, 'on'],
  ['allowed, but not subscribed', { isSubscribed: false }, 'off'],
  ['never asked', { permission: 'default', isSubscribed: false }, 'ask'],
  ['refused, whatever is left of a subscription', { permission: 'denied' }, 'denied'],
  ['an iPhone in a tab', IPHONE, 'install'],
  ['an iPhone from the Home Screen that is too old', { ...IPHONE, isInstalled: true }, 'unsupported'],
  ['an iPhone from the Home Screen', { isAppleMobile: true, isInstalled: true }, 'on'],
  ['an old browser', { hasPush: false }, 'unsupported'],
  ['a browser without workers', { hasWorker: false }, 'unsupported'],
  ['plain http', { isSecure: false, hasWorker: false }, 'insecure'],
])('PUSH-38: %s', (_, facts, expected) => {
  expect(readinessOf({ ...READY, ...facts })).toBe(expected);
});

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 5, 'apple'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605', 5, 'apple'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605', 0, 'safari'],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36', 5, 'android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0, 'firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 0, 'chromium'],
])('PUSH-38: the steps for %s', (userAgent, touchPoints, family) => {
  expect(familyOf(userAgent, touchPoints)).toBe(family);
});
