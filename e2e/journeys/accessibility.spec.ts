import type { BrowserContextOptions } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, callRegion, expectConnected, hangUp, ring } from '../fixtures/calling.ts';
import { test as ownTest } from '../fixtures/own-server.ts';
import { expect, type Member, test } from '../fixtures/people.ts';

/** Without motion no colour is caught half way to another. */
const SIZES: Record<string, BrowserContextOptions> = {
  desktop: { reducedMotion: 'reduce' },
  phone: { reducedMotion: 'reduce', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

const ROUTES = [
  '/messages',
  '/calls',
  '/people',
  '/settings',
  '/settings/account',
  '/settings/sessions',
  '/settings/address-book',
  '/settings/premium',
  '/settings/notifications',
  '/settings/privacy-and-safety',
  '/settings/privacy-and-safety/direct-messages',
  '/no-such-page',
];

async function visitRoutes({ page }: Member, peer: Member): Promise<void> {
  for (const route of [...ROUTES, `/people/${peer.handle}`]) {
    await page.goto(route);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectAccessible(page, route);
  }
}

test.describe.configure({ timeout: 120_000 });

for (const [size, options] of Object.entries(SIZES)) {
  test(`axe finds nothing serious on any page, nor in a call, in light and dark: ${size}`, async ({
    join,
    befriend,
    browser,
    origin,
  }) => {
    const anna = await join('Anna', options);
    const ben = await join('Ben');
    await befriend(anna, ben);
    await expectAccessible(anna.page, 'conversation');

    await ring(ben, anna, 'video');
    await expectAccessible(anna.page, 'incoming call');
    await button(anna.page, 'Accept').click();
    await expectConnected(anna.page, 'Ben');
    await expectAccessible(anna.page, 'in a video call');
    await button(callRegion(anna.page, 'Ben'), 'Turn camera off').click();
    await button(callRegion(ben.page, 'Anna'), 'Turn camera off').click();
    await expect(button(callRegion(anna.page, 'Ben'), 'Turn camera on')).toBeVisible();
    await expectAccessible(anna.page, 'in an audio call');
    await hangUp(anna.page, 'Ben');

    await visitRoutes(anna, ben);
    const stranger = await (await browser.newContext({ ...options, baseURL: origin })).newPage();
    for (const route of ['/sign-in', '/sign-up']) {
      await stranger.goto(route);
      await expect(stranger.getByRole('textbox', { name: 'Handle', exact: true })).toBeVisible();
      await expectAccessible(stranger, route);
    }
    await stranger.context().close();
  });
}

ownTest(
  'axe finds nothing serious where an administrator enters; the way back there is marked',
  async ({ server, browser }) => {
    // The first demo person is the administrator.
    const link = /http\S+\/sign-in#demo=\S+/.exec(server.output())?.[0] ?? '';
    for (const [size, options] of Object.entries(SIZES)) {
      const page = await (await browser.newContext({ ...options, baseURL: server.origin })).newPage();
      await page.goto(link);
      await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
      const settings = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' });
      await expect(settings).not.toHaveAttribute('aria-current');
      for (const route of ['/admin', '/premium/checkout']) {
        await page.goto(route);
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        await expect(settings).toHaveAttribute('aria-current', 'page');
        await expectAccessible(page, `${route}, ${size}`);
      }
      await page.context().close();
    }
  },
);
