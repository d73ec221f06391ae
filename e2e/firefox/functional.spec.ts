// The same functional rows for every pair of browsers, whoever calls.

import { devices } from '@playwright/test';
import type { Browser } from 'puppeteer-core';
import { watchMedia } from '../fixtures/media-watch.ts';
import { test as people } from '../fixtures/people.ts';
import { firefoxScreen, openFirefox } from './firefox.ts';
import { audioCall, befriend, refused, reloads, sharedScreen, videoCall } from './functional.ts';
import { playwrightScreen, type Screen } from './screen.ts';

type Kind = 'chromium' | 'firefox' | 'phone';

interface Fixtures {
  screens: (caller: Kind, callee: Kind) => Promise<[caller: Screen, callee: Screen]>;
}

interface WorkerFixtures {
  /** One Firefox for all tests of a worker; each person in it has cookies and storage of their own. */
  firefox: () => Promise<Browser>;
}

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7'];

const test = people.extend<Fixtures, WorkerFixtures>({
  firefox: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      let opened: Promise<Browser> | undefined;
      await use(() => (opened ??= openFirefox()));
      await (await opened)?.close();
    },
    { scope: 'worker' },
  ],
  screens: async ({ browser, firefox, origin }, use) => {
    const closers: (() => Promise<void>)[] = [];
    const open = async (kind: Kind, person: string): Promise<Screen> => {
      if (kind === 'firefox') {
        const context = await (await firefox()).createBrowserContext();
        closers.push(() => context.close());
        return await firefoxScreen(context, person, origin);
      }
      const isPhone = kind === 'phone';
      const context = await browser.newContext({ baseURL: origin, ...(isPhone ? PHONE : {}) });
      closers.push(() => context.close());
      const page = await context.newPage();
      await watchMedia(page);
      return playwrightScreen(person, page, isPhone);
    };
    await use(async (caller, callee) => {
      const pair: [Screen, Screen] = [await open(caller, 'Anna'), await open(callee, 'Ben')];
      await befriend(...pair);
      return pair;
    });
    for (const close of closers) await close();
  },
});

// Two kinds of browser, and the dearest calls of all.
test.slow();

const PAIRS: readonly (readonly [Kind, Kind])[] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
  ['phone', 'chromium'],
  ['chromium', 'phone'],
];

for (const [caller, callee] of PAIRS) {
  test.describe(`${caller} calls ${callee}`, () => {
    test('audio: connected while it rings, sound both ways, mute told (CALL-25, CALL-40)', async ({
      screens,
    }) => {
      await audioCall(...(await screens(caller, callee)));
    });
    test('video: pictures both ways, the same emoji, a direct path, camera off and on (CALL-25, CALL-43, CALL-64)', async ({
      screens,
    }) => {
      await videoCall(...(await screens(caller, callee)));
    });
    test('declined and cancelled: nothing of the callee’s was opened (CALL-20)', async ({ screens }) => {
      await refused(...(await screens(caller, callee)));
    });
    test('reloaded on either side: the call is taken back (CALL-52)', async ({ screens }) => {
      await reloads(...(await screens(caller, callee)));
    });
  });
}

for (const [watcher, sharer] of [
  ['firefox', 'chromium'],
  ['chromium', 'firefox'],
] as const) {
  test(`${sharer} shares its screen with ${watcher} (CALL-74)`, async ({ screens }) => {
    const [watches, shares] = await screens(watcher, sharer);
    await sharedScreen(shares, watches);
  });
}
