import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { enterAdminArea } from '../fixtures/admin.ts';
import { button, connect, expectCallOver, expectConnected, hangUp } from '../fixtures/calling.ts';
import { callApi, expect, openConversation, placeCall } from '../fixtures/people.ts';
import { productionTest as test } from '../fixtures/own-server.ts';

const PASSWORD = 'correct horse battery';

const state = (page: Page, platform: string, name: string) =>
  page.getByRole('radiogroup', { name: `Calls on ${platform}` }).getByText(name, { exact: true });
const calls = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'Calls', exact: true });

async function save(page: Page): Promise<void> {
  await button(page, 'Save').click();
  await expect(page.getByText('Saved. It is live.').last()).toBeVisible();
}

test('an administrator takes calls from everybody and gives them back, live in open pages (ROLL-7, ROLL-8, ROLL-9, ROLL-11)', async ({
  join,
  befriend,
}) => {
  const admin = await join('Anna');
  await enterAdminArea(admin.page, PASSWORD);
  await admin.page.goto('/admin/rollout');
  const [ben, cleo] = [await join('Ben'), await join('Cleo')];
  await befriend(ben, cleo);
  await expect(calls(ben.page)).toBeVisible();
  await expectAccessible(admin.page, 'roll-out');

  // A call that runs goes on while calls are taken away.
  await connect(ben, cleo, 'audio');
  for (const platform of ['iOS', 'Android', 'Web']) await state(admin.page, platform, 'Off').click();
  await save(admin.page);
  await expect(calls(ben.page)).toBeHidden();
  await expectConnected(ben.page, cleo.name);
  await hangUp(ben.page, cleo.name);
  await expectCallOver(ben.page);

  // Not a trace of calls is left, but what the thread has kept.
  await expect(ben.page.getByRole('link', { name: 'People', exact: true })).toBeVisible();
  await expect(calls(ben.page)).toBeHidden();
  await expect(button(ben.page, 'Call')).toBeHidden();
  await expect(ben.page.getByText(/^Audio call · /).last()).toBeVisible();
  await expect(button(ben.page, 'Call back')).toBeHidden();
  await ben.page.goto('/calls');
  await expect(ben.page).toHaveURL(/\/messages/);
  await ben.page.goto('/settings/privacy-and-safety');
  await expect(ben.page.getByText('Blocked people')).toBeVisible();
  await expect(ben.page.getByRole('link', { name: /Direct messages/ })).toBeHidden();
  await ben.page.goto('/settings/notifications');
  await expect(ben.page.getByText('New messages', { exact: true })).toBeVisible();
  await expect(ben.page.getByText('Incoming calls', { exact: true })).toBeHidden();
  await expect(ben.page.getByRole('main')).not.toContainText(/\bcalls?\b/i);

  // 0 %, with one of them named, then everybody: without a reload of theirs.
  await openConversation(ben.page, cleo);
  await state(admin.page, 'Web', 'Percentage').click();
  await admin.page.getByRole('textbox', { name: 'Share of accounts on Web, in percent' }).fill('0');
  await admin.page.getByRole('textbox', { name: 'Always with calls' }).fill(`@${ben.handle}`);
  await save(admin.page);
  await expect(calls(ben.page)).toBeVisible();
  await expect(calls(cleo.page)).toBeHidden();
  await expect(button(ben.page, 'Call')).toBeHidden();
  await admin.page.getByRole('textbox', { name: 'Share of accounts on Web, in percent' }).fill('100');
  await save(admin.page);
  await expect(calls(cleo.page)).toBeVisible();
  await expect(button(ben.page, 'Call')).toBeVisible();
  await placeCall(ben.page, 'Audio call');
  await expect(button(cleo.page, 'Accept')).toBeVisible();

  // And back, while it rings.
  await state(admin.page, 'Web', 'Off').click();
  await admin.page.getByRole('textbox', { name: 'Always with calls' }).fill('');
  await save(admin.page);
  await expect(button(cleo.page, 'Accept')).toBeHidden();
  await expect(button(ben.page, 'Call')).toBeHidden();
  await admin.page.goto('/admin/audit');
  await expect(admin.page.getByText(/Web: 100 % → off/)).toBeVisible();
});

test('what cannot be saved stays as it was typed, and says what to do (ROLL-2, ROLL-5, ROLL-11)', async ({
  join,
}) => {
  const { page } = await join('Anna');
  await enterAdminArea(page, PASSWORD);
  await page.goto('/admin/rollout');
  await state(page, 'iOS', 'Percentage').click();
  const percent = page.getByRole('textbox', { name: 'Share of accounts on iOS, in percent' });
  await percent.fill('12.345');
  await button(page, 'Save').click();
  await expect(page.getByText(/^Enter a number from 0 to 100/)).toBeVisible();
  await expect(percent).toHaveValue('12.345');
  await expect(percent).toBeFocused();
  await percent.fill('12,5');
  const never = page.getByRole('textbox', { name: 'Never with calls' });
  await never.fill('@nobody_here');
  await button(page, 'Save').click();
  await expect(
    page.getByText('Nobody is called @nobody_here. Correct or remove it, then save again.'),
  ).toBeVisible();
  await expect(percent).toHaveValue('12,5');
  await never.fill('');

  // Somebody else was faster.
  const { rollout, version } = (await callApi(page, 'GET', '/api/admin/rollout')) as {
    rollout: object;
    version: number;
  };
  await callApi(page, 'PUT', '/api/admin/rollout', {
    rollout: { ...rollout, android: { state: 'off' } },
    version,
  });
  await button(page, 'Save').click();
  await expect(page.getByText(/It is now: iOS on, Android off, Web on\./)).toBeVisible();
  await expect(percent).toHaveValue('12,5');
  await save(page);
  await page.reload();
  await expect(percent).toHaveValue('12.5');
  await expect(page.getByText(/^Last changed by @anna_/)).toBeVisible();
});
