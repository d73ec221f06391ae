import { expect, test } from 'vitest';
import { watchMissingParts } from './stale-page.ts';
import type { Surroundings } from './stale-page.ts';

const OLD = '/assets/index-old.js';
const NEW = '/assets/index-new.js';

function open(change: Partial<Surroundings> & { served?: string } = {}) {
  const events = new EventTarget();
  const kept = new Map<string, string>();
  const page = { nowMs: 1_000_000, loads: 0, kept };
  const mend = watchMissingParts({
    events,
    entryPath: OLD,
    fetch: () => Promise.resolve(new Response(`<script src="${change.served ?? NEW}">`)),
    storage: () => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    }),
    nowMs: () => page.nowMs,
    isBusy: () => false,
    reload: () => void (page.loads += 1),
    ...change,
  });
  const fail = () => {
    const payload = new TypeError('Failed to fetch dynamically imported module');
    events.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload }));
    return payload;
  };
  return { page, mend, fail };
}

test('a part that is gone since a deploy: the page is loaded again, once', async () => {
  const { page, mend, fail } = open();
  expect(await mend(fail())).toBe(true);
  expect(await mend(fail())).toBe(false);
  page.nowMs += 60_000;
  expect(await mend(fail())).toBe(true);
  expect(page.loads).toBe(2);
});

test('any other error is for the person', async () => {
  const { page, mend, fail } = open();
  fail();
  expect(await mend(new TypeError('x is undefined'))).toBe(false);
  expect(page.loads).toBe(0);
});

test.each<[string, Parameters<typeof open>[0]]>([
  ['the server has the same build', { served: OLD }],
  ['there is no network', { fetch: () => Promise.reject(new TypeError('Failed to fetch')) }],
  ['the server is not ready', { fetch: () => Promise.resolve(new Response('', { status: 503 })) }],
  ['a call runs', { isBusy: () => true }],
  [
    'the tab can remember nothing',
    {
      storage: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    },
  ],
])('the page stays as it is where %s', async (_, change) => {
  const { page, mend, fail } = open(change);
  expect(await mend(fail())).toBe(false);
  expect(page.loads).toBe(0);
});
