import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import {
  anyIncoming,
  button,
  callRegion,
  expectCallOver,
  expectConnected,
  incomingDialog,
} from '../fixtures/calling.ts';
import { test as ownServerTest } from '../fixtures/own-server.ts';
import { expect, type Member, placeCall, sendMessage } from '../fixtures/people.ts';
import { openPushBrowser, type PushBrowser, subscribeAt } from '../fixtures/push-browser.ts';
import { type PushServiceProcess, startPushServiceProcess } from '../fixtures/push-service.ts';

const test = ownServerTest.extend<{ push: PushServiceProcess }>({
  // oxlint-disable-next-line no-empty-pattern
  push: async ({}, use) => {
    const push = await startPushServiceProcess();
    await use(push);
    await push.dispose();
  },
  settings: async ({ push }, use) => {
    await use({ PLACING_REQUIRES: 'nobody', ...push.env });
  },
});

const subscribing = (push: PushServiceProcess) => ({ prepare: (page: Page) => subscribeAt(page, push) });

const SETTINGS = '/settings/notifications';

async function turnOn({ page }: Member, origin: string, push: PushServiceProcess): Promise<PushBrowser> {
  await page.goto(SETTINGS);
  await button(page, 'Turn on notifications').click();
  await expect(page.getByText(/^On\. Calls and messages reach this device/)).toBeVisible();
  const browser = await openPushBrowser(page.context(), origin);
  // One that comes after the journey finds no browser any more.
  push.onWakeUp(() => void browser.deliver().catch(() => undefined));
  return browser;
}

/** Closes the page, not the browser: the worker stays. */
async function closePage({ page }: Member): Promise<BrowserContext> {
  const context = page.context();
  await page.close();
  return context;
}

async function openAgain(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

test('push wakes a page that is closed, and a missed call is told once (PUSH-2, PUSH-4, PUSH-31, PUSH-32, PUSH-35)', async ({
  join,
  befriend,
  origin,
  push,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben', subscribing(push))];
  await befriend(anna, ben);
  const browser = await turnOn(ben, origin, push);
  const context = await closePage(ben);

  await placeCall(anna.page, 'Audio call');
  await expect
    .poll(() => browser.notices())
    .toMatchObject([{ title: 'Incoming audio call from Anna', actions: ['answer', 'decline'] }]);
  const [ring] = await browser.notices();
  expect(push.wakeUps[0]).toMatchObject({ urgency: 'high' });
  expect(Number(push.wakeUps[0]?.ttl)).toBeLessThanOrEqual(45);

  // Opened while it rings, the page rings; the notice gives way to it.
  const opened = await openAgain(context, '/messages');
  await expect(incomingDialog(opened, 'audio', 'Anna')).toBeVisible();
  await expect.poll(() => browser.notices()).toEqual([]);
  await opened.close();

  await button(callRegion(anna.page, 'Ben'), 'Hang up').click();
  await expect
    .poll(() => browser.notices())
    .toMatchObject([{ title: 'Missed audio call from Anna', tag: ring?.tag }]);
  const sizes = new Set(push.wakeUps.map(({ size }) => size));
  expect(sizes.size, 'all wake-ups have one size').toBe(1);

  // Told once: neither another wake-up nor the page tells it again.
  const again = await openAgain(context, '/calls');
  await expect(again.getByText('Missed audio call')).toBeVisible();
  await expect(again.getByRole('status').getByText('Missed audio call from Anna')).toHaveCount(0);
  await again.close();
  await sendMessage(anna.page, 'Call me back?');
  await expect.poll(async () => (await browser.notices()).map(({ title }) => title)).toContain('Anna');
  const titles = (await browser.notices()).map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith('Missed'))).toHaveLength(1);
});

test('"Decline" on the notice ends the ring at the caller; no page opens; answered on another device, it goes (PUSH-32, PUSH-34)', async ({
  join,
  befriend,
  origin,
  push,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben', subscribing(push))];
  await befriend(anna, ben);
  const browser = await turnOn(ben, origin, push);
  const context = await closePage(ben);
  await placeCall(anna.page, 'Video call');
  await expect.poll(() => browser.notices()).toHaveLength(1);
  const [ring] = await browser.notices();
  await browser.press(ring?.tag ?? '', 'decline');
  await expect(callRegion(anna.page, 'Ben').getByText('Ben declined.')).toBeVisible();
  await expectCallOver(anna.page);
  await expect.poll(() => browser.notices()).toEqual([]);
  expect(context.pages().filter((page) => page.url().startsWith(origin))).toEqual([]);

  // No wake-up says that another device has answered; the notice goes all the same.
  const desk = await ben.anotherDevice();
  await placeCall(anna.page, 'Audio call');
  await expect.poll(() => browser.notices()).toHaveLength(1);
  await button(incomingDialog(desk, 'audio', 'Anna'), 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await expect.poll(() => browser.notices()).toEqual([]);
});

test('a page in sight rings and tells by itself; the worker keeps quiet (PUSH-33, PUSH-39)', async ({
  join,
  befriend,
  origin,
  push,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben', subscribing(push))];
  await befriend(anna, ben);
  const browser = await turnOn(ben, origin, push);
  await ben.page.bringToFront();
  await sendMessage(anna.page, 'Are you there?');
  const toasts = ben.page.getByRole('status');
  await expect(toasts.getByText('Anna: Are you there?')).toBeVisible();
  await placeCall(anna.page, 'Audio call');
  await expect(anyIncoming(ben.page)).toBeVisible();
  await expect.poll(() => push.wakeUps.length).toBeGreaterThan(0);
  await button(callRegion(anna.page, 'Ben'), 'Hang up').click();
  await expect(toasts.getByText('Missed audio call from Anna')).toHaveCount(1);
  await expect.poll(() => push.wakeUps.some(({ urgency }) => urgency === 'high')).toBe(true);
  expect(await browser.notices()).toEqual([]);

  await ben.page.goto('/messages');
  await ben.page.getByRole('link', { name: 'Anna', exact: true }).click();
  await button(ben.page, 'More about this conversation').click();
  await ben.page.getByRole('menuitem', { name: 'Mute messages', exact: true }).click();
  await expect(ben.page.getByRole('img', { name: 'Muted', exact: true })).toBeVisible();
  await ben.page.goto(SETTINGS);
  const before = push.wakeUps.length;
  await sendMessage(anna.page, 'Muted now');
  await ben.page.goto('/messages');
  await expect(ben.page.getByText('Muted now')).toBeVisible();
  await expect(toasts.getByText('Anna: Muted now')).toHaveCount(0);
  expect(push.wakeUps).toHaveLength(before);
});

test('"Ring me now" shows whether the wake-up arrives; turned off and signed out, nothing does (PUSH-16, PUSH-30, PUSH-36, PUSH-38)', async ({
  join,
  origin,
  push,
}) => {
  const ben = await join('Ben', subscribing(push));
  const { page } = ben;
  await page.goto(SETTINGS);
  await expect(page.getByText(/^Off\. Calls ring here only/)).toBeVisible();
  await expectAccessible(page, 'notifications, off');
  const browser = await turnOn(ben, origin, push);
  await page.bringToFront();
  await button(page, 'Ring me now').click();
  await expect(page.getByText(/^It arrived after \d+\.\d s\./)).toBeVisible();
  await expect.poll(() => browser.notices()).toMatchObject([{ title: 'This is how Parley reaches you' }]);
  await expectAccessible(page, 'notifications, on');

  await page.goto('/settings/account');
  await button(page, 'Sign out').click();
  await expect(page.getByRole('textbox', { name: 'Handle', exact: true })).toBeVisible();
  await expect.poll(() => browser.notices()).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem('test.pushKey'))).toBeNull();
});
