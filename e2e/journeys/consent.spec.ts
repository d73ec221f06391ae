import type { Page } from '@playwright/test';
import { enterAdminArea } from '../fixtures/admin.ts';
import { button, expectCallOver, ring } from '../fixtures/calling.ts';
import { test as ownServerTest } from '../fixtures/own-server.ts';
import { callApi, expect, openConversation, sendMessage, test } from '../fixtures/people.ts';
import { setCallSettings } from '../fixtures/thread.ts';

const AUDIENCES = ['People in your address book', 'People you follow', 'Verified users', 'Everyone'];

async function openCallSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: /^Privacy and safety/ }).click();
  await page.getByRole('link', { name: /^Direct messages/ }).click();
}

test('the settings stand under Privacy and safety, with the defaults of a new account (CON-8)', async ({
  join,
}) => {
  const { page } = await join('Anna');
  await openCallSettings(page);
  const calling = page.getByRole('switch', { name: 'Enable audio and video calling', exact: true });
  await expect(calling).toBeChecked();
  const group = page.getByRole('group', { name: 'Allow audio and video calls from', exact: true });
  const boxes = AUDIENCES.map((name) => group.getByRole('checkbox', { name, exact: true }));
  for (const [index, box] of boxes.entries()) await expect(box).toBeChecked({ checked: index < 2 });

  await group.getByText('Verified users', { exact: true }).click();
  await page.getByText('Enable audio and video calling', { exact: true }).click();
  await expect(calling).not.toBeChecked();
  for (const box of boxes) await expect(box).toBeDisabled();
  await expect
    .poll(async () => ((await callApi(page, 'GET', '/api/me')) as { callSettings: unknown }).callSettings)
    .toEqual({
      enabled: false,
      audiences: { addressBook: true, following: true, verified: true, everyone: false },
      tellBusy: false,
    });
  await page.reload();
  await expect(calling).not.toBeChecked();
});

test('the phone icon goes and comes live with the callee’s switch, audiences, follow and block (CON-4, CON-5, CON-7, CON-11)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const icon = button(anna.page, 'Call');

  await setCallSettings(ben.page, { enabled: false, following: true });
  await expect(icon).toHaveCount(0);
  await setCallSettings(ben.page, { following: true });
  await expect(icon).toBeVisible();
  await setCallSettings(ben.page, { verified: true, addressBook: true });
  await expect(icon).toHaveCount(0);
  await setCallSettings(ben.page, { everyone: true });
  await expect(icon).toBeVisible();
  await setCallSettings(ben.page, { following: true });
  await callApi(ben.page, 'DELETE', `/api/people/${anna.handle}/follow`);
  await expect(icon).toHaveCount(0);
  await callApi(ben.page, 'PUT', `/api/people/${anna.handle}/follow`);
  await expect(icon).toBeVisible();
  await callApi(ben.page, 'PUT', `/api/people/${anna.handle}/block`);
  await expect(icon).toHaveCount(0);
});

test('who was never written to has no icon, whatever the audience (CON-6)', async ({ join }) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await setCallSettings(ben.page, { everyone: true });
  await callApi(ben.page, 'PUT', `/api/people/${anna.handle}/follow`);
  await openConversation(anna.page, ben);
  await sendMessage(anna.page, 'Hello Ben');
  await expect(button(anna.page, 'Call')).toHaveCount(0);
  await openConversation(ben.page, anna);
  await sendMessage(ben.page, 'Hello Anna');
  await expect(button(anna.page, 'Call')).toBeVisible();
});

test('blocking ends the ring at once, and nothing more can be sent (CALL-12, MSG-7)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await ben.anotherDevice();
  await ring(anna, ben, 'audio');
  await callApi(elsewhere, 'PUT', `/api/people/${anna.handle}/block`);
  for (const page of [anna.page, ben.page, elsewhere]) await expectCallOver(page);
  await anna.page.getByRole('textbox', { name: 'Message', exact: true }).fill('Are you there?');
  await button(anna.page, 'Send').click();
  await expect(anna.page.getByText('Not sent.')).toBeVisible();
});

ownServerTest(
  'the demo administrator signs in by the printed link and verifies; verified users may then call (ACC-10, CON-7)',
  async ({ server, browser, join }) => {
    const anna = await join('Anna');
    const ben = await join('Ben');
    await setCallSettings(ben.page, { verified: true });
    await openConversation(anna.page, ben);
    await sendMessage(anna.page, 'Hello Ben');
    await openConversation(ben.page, anna);
    await sendMessage(ben.page, 'Hello Anna');
    await expect(button(anna.page, 'Call')).toHaveCount(0);

    const links = server.output().match(/http\S+\/sign-in#demo=\S+/g) ?? [];
    expect(links).toHaveLength(5);
    const admin = await (await browser.newContext()).newPage();
    await admin.goto(links[0] ?? '');
    await expect(admin.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
    await enterAdminArea(admin);
    await admin.goto(`${server.origin}/people/${anna.handle}`);
    await admin.getByRole('link', { name: 'Verify, grant Premium, suspend', exact: true }).click();
    await button(admin, 'Manage Anna').click();
    await button(admin, 'Grant verified badge').click();
    await expect(button(admin, 'Remove verified badge')).toBeVisible();

    await expect(button(anna.page, 'Call')).toBeVisible();
    await expect(ben.page.getByRole('img', { name: 'Verified', exact: true }).first()).toBeVisible();
    await button(admin, 'Remove verified badge').click();
    await expect(button(anna.page, 'Call')).toHaveCount(0);
    await admin.context().close();
  },
);
