import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dismissHint, wantedHint } from './hint.ts';

const kept = new Map<string, string>();

const DESKTOP = { userAgent: 'Firefox/140.0', maxTouchPoints: 0, serviceWorker: {} };
const IPHONE = { userAgent: 'iPhone', maxTouchPoints: 5, serviceWorker: {} };

/** A browser, as far as the hint looks at it. */
function pretend(permission: NotificationPermission | undefined, isSecure = true, navigator = DESKTOP): void {
  vi.stubGlobal('isSecureContext', isSecure);
  vi.stubGlobal('window', permission === undefined ? {} : { PushManager: {}, Notification: {} });
  vi.stubGlobal('Notification', { permission });
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
}

beforeEach(() => kept.clear());
afterEach(() => void vi.unstubAllGlobals());

test('PUSH-30: the hint is for browsers that were never asked', () => {
  pretend('default');
  expect(wantedHint()).toBe('ask');
  pretend('granted');
  expect(wantedHint()).toBeUndefined();
  pretend('denied');
  expect(wantedHint()).toBeUndefined();
  pretend('default', false);
  expect(wantedHint()).toBeUndefined();
});

test('PUSH-38: on an iPhone in a tab it leads to the Home Screen; an old browser has none', () => {
  pretend(undefined, true, IPHONE);
  expect(wantedHint()).toBe('install');
  pretend(undefined);
  expect(wantedHint()).toBeUndefined();
});

test('PUSH-30: sent away, it does not come back', () => {
  pretend('default');
  dismissHint();
  expect(wantedHint()).toBeUndefined();
});

test('a browser that keeps nothing is left in peace', () => {
  pretend('default');
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('no storage');
    },
  });
  expect(wantedHint()).toBeUndefined();
  expect(() => dismissHint()).not.toThrow();
});
