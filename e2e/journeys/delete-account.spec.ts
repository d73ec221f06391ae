import { readFile } from 'node:fs/promises';
import { AccountExport } from '@parley/protocol';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button } from '../fixtures/calling.ts';
import { callApi, expect, openConversation, sendMessage, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

const PASSWORD = 'correct horse battery';

test('a member takes their data along as a file (ACC-15, ACC-16)', async ({ join, befriend }) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await anna.page.goto('/settings/account');
  const [download] = await Promise.all([
    anna.page.waitForEvent('download'),
    button(anna.page, 'Download your data').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^parley-\d{4}-\d\d-\d\d\.json$/);
  const file = AccountExport.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
  expect(file.profile).toMatchObject({ handle: anna.handle, displayName: 'Anna' });
  expect(file.conversations).toMatchObject([
    {
      with: { handle: ben.handle },
      messages: [
        { from: 'you', text: 'Hello Ben' },
        { from: 'them', text: 'Hello Anna' },
      ],
    },
  ]);
  await expect(anna.page.getByText('Your data was downloaded.')).toBeVisible();
});

test('a member deletes their account: here, elsewhere and for others (ACC-11, ACC-12, ACC-13, ACC-14)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await anna.anotherDevice();
  await openConversation(ben.page, anna);

  await anna.page.goto('/settings/account');
  await button(anna.page, 'Delete account…').click();
  const dialog = anna.page.getByRole('alertdialog', { name: 'Delete your account for good?', exact: true });
  await expect(dialog).toContainText('with your messages under “Deleted account”');
  await expectAccessible(anna.page, 'delete dialog');
  const box = dialog.getByLabel('Your password', { exact: true });
  await expect(button(dialog, 'Delete for good')).toBeDisabled();
  await box.fill('not the password');
  await button(dialog, 'Delete for good').click();
  await expect(dialog.getByText("That isn't your password.")).toBeVisible();
  await box.fill(PASSWORD);
  await box.press('Enter');

  await expect(button(anna.page, 'Sign in')).toBeVisible();
  await expect(anna.page.getByText('Your account was deleted.')).toBeVisible();
  await expect(button(elsewhere, 'Sign in')).toBeVisible();
  await anna.page.getByRole('textbox', { name: 'Handle', exact: true }).fill(anna.handle);
  await anna.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(anna.page, 'Sign in').click();
  await expect(anna.page.getByText("That handle and password don't belong together.")).toBeVisible();

  await expect(button(ben.page, 'Call')).toHaveCount(0);
  await expect(ben.page.getByRole('heading', { name: 'Deleted account' })).toBeVisible();
  await expect(threadRow(ben.page, 'Hello Ben')).toBeVisible();
  await sendMessage(ben.page, 'Are you there?');
  await expect(ben.page.getByText('Not sent.')).toBeVisible();
  await ben.page.goto(`/people/${anna.handle}`);
  await expect(ben.page.getByText('There is no account with this handle.')).toBeVisible();
  expect(await callApi(ben.page, 'GET', '/api/me/following')).toEqual({ people: [] });
});
