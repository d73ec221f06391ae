import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { enterAdminArea } from '../fixtures/admin.ts';
import {
  anyIncoming,
  button,
  callRegion,
  connect,
  expectCallOver,
  hangUp,
  incomingDialog,
  ring,
} from '../fixtures/calling.ts';
import { callApi, expect, openConversation, placeCall, test as base } from '../fixtures/people.ts';
import { type ServerProcess, startServerProcess } from '../fixtures/server-process.ts';
import { setCallSettings } from '../fixtures/thread.ts';

// One server for all of them: each brings its own people.
const test = base.extend<object, { server: ServerProcess }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startServerProcess({ PLACING_REQUIRES: 'premium' });
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  origin: async ({ server }, use) => {
    await use(server.origin);
  },
});

test.describe.configure({ mode: 'default' });

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Subscribe to Premium to call', exact: true });

test('not Premium: the phone opens the sheet, the demo checkout follows, and the call rings (PLAN-1, PLAN-2, PLAN-11)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);

  await button(anna.page, 'Call').click();
  await expect(sheet(anna.page)).toBeVisible();
  await expect(sheet(anna.page)).toContainText('Being called and answering, always.');
  await expect(sheet(anna.page)).toContainText('This is a demo: nothing is charged.');
  await expectAccessible(anna.page, 'the sheet of Premium');
  await anna.page.keyboard.press('Escape');
  await expect(sheet(anna.page)).toHaveCount(0);
  await expect(button(anna.page, 'Call')).toBeFocused();

  await anna.page.keyboard.press('Enter');
  await button(anna.page, 'Subscribe').click();
  await expect(anna.page.getByRole('heading', { name: 'Pretend checkout', exact: true })).toBeVisible();
  await expect(anna.page.getByText('Nothing is charged, and no card is asked for.')).toBeVisible();
  await expectAccessible(anna.page, 'the pretend checkout');
  await button(anna.page, 'Pretend to pay').click();
  await expect(anna.page.getByText('You have Premium now.', { exact: true })).toBeVisible();
  await button(anna.page, 'Go on').click();

  // Back in the conversation, and whoever is called needs none.
  await placeCall(anna.page, 'Audio call');
  await expect(incomingDialog(ben.page, 'audio', 'Anna')).toBeVisible();
  await button(incomingDialog(ben.page, 'audio', 'Anna'), 'Decline').click();
  await expectCallOver(anna.page);
  await button(ben.page, 'Call').click();
  await expect(sheet(ben.page)).toBeVisible();
});

test('a plan that ends cuts no running call, and the phone asks for Premium again after it (PLAN-7, PLAN-12)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await anna.anotherDevice();
  await callApi(elsewhere, 'POST', '/api/plan/demo-checkout');
  await connect(anna, ben, 'audio');
  await callApi(elsewhere, 'DELETE', '/api/plan/demo-checkout');
  // The end has arrived here, live.
  await expect
    .poll(async () => await callApi(anna.page, 'GET', '/api/me'))
    .toMatchObject({
      plan: { premium: false },
    });
  await expect(callRegion(anna.page, 'Ben').getByRole('timer')).toBeVisible();
  await expect(callRegion(ben.page, 'Anna').getByRole('timer')).toBeVisible();
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  await button(anna.page, 'Call').click();
  await expect(sheet(anna.page)).toBeVisible();
});

test('without Premium, “Call back” on the Calls page opens the sheet too (PLAN-2)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await callApi(anna.page, 'POST', '/api/plan/demo-checkout');
  const dialog = await ring(anna, ben, 'audio');
  await button(dialog, 'Decline').click();
  await expectCallOver(ben.page);

  await ben.page.getByRole('link', { name: 'Calls', exact: true }).click();
  const callBack = button(ben.page, 'Call back Anna');
  await callBack.click();
  await expect(sheet(ben.page)).toContainText('Anna lets you call.');
  await expectAccessible(ben.page, 'the sheet on the Calls page');
  await ben.page.keyboard.press('Escape');
  await expect(sheet(ben.page)).toHaveCount(0);
  await expect(callBack).toBeFocused();
  // Nobody was rung.
  await expect(anyIncoming(anna.page)).toHaveCount(0);
  await expect(callRegion(ben.page, 'Anna')).toHaveCount(0);
});

test('settings tell what one has and how to end it; coming back from a checkout proves nothing (PLAN-2, PLAN-10)', async ({
  join,
}) => {
  const { page, anotherDevice } = await join('Anna');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: /^Premium/ }).click();
  await expect(page.getByText("You don't have Premium.", { exact: true })).toBeVisible();
  await expect(button(page, 'Subscribe')).toBeVisible();
  await expectAccessible(page, 'settings of Premium');

  await page.goto('/premium/return');
  await expect(page.getByText('Waiting for the payment to be confirmed')).toBeVisible();
  await expectAccessible(page, 'the page after a checkout');
  await callApi(await anotherDevice(), 'POST', '/api/plan/demo-checkout');
  await expect(page.getByText('You have Premium now.', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'See your plan', exact: true }).click();
  await expect(page.getByText(/^You have Premium until /)).toBeVisible();
  await button(page, 'End pretend plan').click();
  await expect(page.getByText(/^Your Premium ended on /)).toBeVisible();
  await expect(button(page, 'Subscribe')).toBeVisible();
});

test('a verified caller: the badge is granted, the icon appears live, and it rings (CON-7, PLAN-13)', async ({
  server,
  browser,
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await callApi(anna.page, 'POST', '/api/plan/demo-checkout');
  await befriend(anna, ben);
  await setCallSettings(ben.page, { verified: true });
  await expect(button(anna.page, 'Call')).toHaveCount(0);

  const links = server.output().match(/http\S+\/sign-in#demo=\S+/g) ?? [];
  const context = await browser.newContext({ baseURL: server.origin });
  const admin = await context.newPage();
  await admin.goto(links[0] ?? '');
  await expect(admin.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  await enterAdminArea(admin);
  await callApi(admin, 'PUT', `/api/admin/verified/${anna.handle}`);
  await expect(button(anna.page, 'Call')).toBeVisible();
  await placeCall(anna.page, 'Audio call');
  await expect(incomingDialog(ben.page, 'audio', 'Anna')).toBeVisible();
  await callApi(admin, 'DELETE', `/api/admin/verified/${anna.handle}`);
  await context.close();
});

test('where nothing is sold, the sheet says whom to ask (PLAN-2, PLAN-11)', async ({ browser }) => {
  const server = await startServerProcess({ PARLEY_ENV: 'production', PLACING_REQUIRES: 'premium' });
  try {
    const people: { page: Page; handle: string }[] = [];
    for (const handle of ['anna', 'ben']) {
      const context = await browser.newContext({ baseURL: server.origin });
      const data = { handle, displayName: handle, password: 'correct horse battery' };
      await context.request.post('/api/sign-up', { data, headers: { origin: server.origin } });
      const page = await context.newPage();
      await page.goto('/messages');
      people.push({ page, handle });
    }
    const [anna, ben] = people;
    if (anna === undefined || ben === undefined) throw new Error('nobody');
    await callApi(ben.page, 'PUT', '/api/people/anna/follow');
    await openConversation(ben.page, anna);
    await ben.page.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello');
    await button(ben.page, 'Send').click();
    await openConversation(anna.page, ben);
    await button(anna.page, 'Call').click();
    await expect(sheet(anna.page)).toContainText('Ask the people who run this server for Premium.');
    await expect(button(sheet(anna.page), 'Subscribe')).toHaveCount(0);
    for (const { page } of people) await page.context().close();
  } finally {
    await server.dispose();
  }
});
