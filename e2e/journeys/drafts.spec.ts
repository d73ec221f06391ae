import type { Page } from '@playwright/test';
import { expect, sendMessage, test } from '../fixtures/people.ts';
import { createSocketLine } from '../fixtures/socket-line.ts';
import { threadRow } from '../fixtures/thread.ts';

test('a message written offline survives a reload, and arrives exactly once (MSG-3, MSG-11)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna', { prepare: line.install });
  const ben = await join('Ben');
  await befriend(anna, ben);
  line.cut();
  await expect(anna.page.getByText("You're offline. Messages will be sent when you're back.")).toBeVisible();
  await sendMessage(anna.page, 'first from the tunnel');
  await sendMessage(anna.page, 'second from the tunnel');
  await anna.page.reload();
  await expect(threadRow(anna.page, /from the tunnel$/)).toHaveText([/first/, /second/]);
  await expect(anna.page.getByText('Sending…').first()).toBeVisible();
  await expect(threadRow(ben.page, /from the tunnel$/)).toHaveCount(0);

  line.restore();
  await expect(threadRow(ben.page, /from the tunnel$/)).toHaveText([/first/, /second/], { timeout: 20_000 });
  await expect(anna.page.getByText('Sending…')).toHaveCount(0);
  await anna.page.reload();
  await expect(threadRow(anna.page, /from the tunnel$/)).toHaveText([/first/, /second/]);
  await expect(threadRow(ben.page, /from the tunnel$/)).toHaveCount(2);
});

test('signing out leaves no unsent message on the device (MSG-11)', async ({ join, befriend }) => {
  const line = createSocketLine();
  const anna = await join('Anna', { prepare: line.install });
  const ben = await join('Ben');
  await befriend(anna, ben);
  line.cut();
  await sendMessage(anna.page, 'a secret');
  const kept = () => anna.page.evaluate(() => JSON.stringify(localStorage));
  expect(await kept()).toContain('a secret');
  await anna.page.goto('/settings/account');
  await anna.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(anna.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  expect(await kept()).not.toContain('a secret');
});

/** The server has another build; a page is gone, until the app is loaded anew or for good. */
async function deploy(page: Page, { forGood }: { forGood: boolean }): Promise<void> {
  let isGone = true;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) isGone = forGood;
  });
  await page.route('**/assets/calls-route-*.js', (route) =>
    isGone ? route.fulfill({ status: 404 }) : route.continue(),
  );
  await page.route(
    (url) => url.pathname === '/',
    (route) =>
      route.fulfill({ contentType: 'text/html', body: '<script src="/assets/index-next.js"></script>' }),
  );
}

test('a page that is open across a deploy loads itself again, and what was being written is still there', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const address = anna.page.url();
  const box = anna.page.getByRole('textbox', { name: 'Message', exact: true });
  await box.fill('half a thought');
  await deploy(anna.page, { forGood: false });
  await anna.page.getByRole('link', { name: 'Calls', exact: true }).click();
  await expect(anna.page.getByRole('heading', { name: 'Calls', exact: true })).toBeVisible();
  await anna.page.goto(address);
  await expect(box).toHaveValue('half a thought');
});

test('a page that stays missing is told, once tried again, and the other pages still work', async ({
  join,
}) => {
  const { page } = await join('Anna');
  await deploy(page, { forGood: true });
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await expect(page.getByText('Something broke on this page')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'People', exact: true })).toBeVisible();
  expect(loads).toBe(1);
});
