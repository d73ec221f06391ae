import type { Page } from '@playwright/test';
import { button } from '../fixtures/calling.ts';
import { expect, test } from '../fixtures/people.ts';

async function signIn(page: Page, handle: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Handle', exact: true }).fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Sign in').click();
}

test('sign out, a wrong password, an unknown handle and a right sign-in (ACC-3, ACC-5)', async ({ join }) => {
  const { page, handle } = await join('Anna');
  await page.goto('/settings/account');
  await button(page, 'Sign out').click();
  await expect(button(page, 'Sign in')).toBeVisible();
  await page.goto('/messages');
  await expect(button(page, 'Sign in')).toBeVisible();

  const refusal = page.getByText("That handle and password don't belong together.");
  await signIn(page, handle, 'not the password');
  await expect(refusal).toBeVisible();
  await signIn(page, `${handle.slice(0, 19)}x`, 'correct horse battery');
  await expect(refusal).toBeVisible();
  await signIn(page, `@${handle.toUpperCase()}`, 'correct horse battery');
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a device that is signed out from another one is told so at once (ACC-6, WIRE-11)', async ({ join }) => {
  const anna = await join('Anna');
  const elsewhere = await anna.anotherDevice();
  await anna.page.goto('/settings/sessions');
  await expect(anna.page.getByText('This device', { exact: true })).toHaveCount(1);
  await anna.page.getByRole('button', { name: /^Sign out / }).click();
  await button(anna.page.getByRole('alertdialog'), 'Sign out').click();
  await expect(
    elsewhere.getByText('This device was signed out from another one. Sign in to go on.'),
  ).toBeVisible();
  await expect(anna.page.getByRole('button', { name: /^Sign out / })).toHaveCount(0);
  await expect(anna.page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
});

test('a taken handle is told at the form, and nothing typed is lost (ACC-1)', async ({
  join,
  browser,
  origin,
}) => {
  const anna = await join('Anna');
  const page = await (await browser.newContext({ baseURL: origin })).newPage();
  await page.goto('/sign-up');
  await page.getByRole('textbox', { name: 'Handle', exact: true }).fill(anna.handle.toUpperCase());
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill('Another Anna');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await button(page, 'Create account').click();
  await expect(page.getByText('Somebody has that handle. Try another.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Display name', exact: true })).toHaveValue('Another Anna');
  await page.context().close();
});
