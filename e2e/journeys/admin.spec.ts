import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { totpCode } from '../fixtures/admin.ts';
import { button } from '../fixtures/calling.ts';
import { watchComplaints } from '../fixtures/complaints.ts';
import { productionTest, test as ownServerTest } from '../fixtures/own-server.ts';
import { expect } from '../fixtures/people.ts';

const PASSWORD = 'correct horse battery';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

async function openArea(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: /^Administration/ }).click();
}

async function openPlace(page: Page, name: string): Promise<void> {
  await page.goto('/admin');
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
  await expect(heading(page, name)).toBeVisible();
}

/** A key that this page's browser carries; its person has put a finger on it. */
async function plugInAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

productionTest(
  'an administrator enters with a code, verifies a person, and the audit log says so (ADM-1, ADM-3, ADM-4, ADM-8)',
  async ({ join }) => {
    let complaints: readonly string[] = [];
    const anna = await join('Anna', {
      prepare: async (page) => {
        complaints = watchComplaints(page);
        await Promise.resolve();
      },
    });
    const ben = await join('Ben');
    await openArea(anna.page);
    await expect(heading(anna.page, 'Set up a second factor')).toBeVisible();
    await anna.page.getByLabel('Your password', { exact: true }).fill('a wrong guess');
    await button(anna.page, 'Set up an authenticator app').click();
    await expect(anna.page.getByText('That is not your password. Try again.')).toBeVisible();
    await anna.page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await button(anna.page, 'Set up an authenticator app').click();
    await expect(anna.page.getByRole('img', { name: /^QR code/ })).toBeVisible();
    await expectAccessible(anna.page, 'authenticator app');
    const secret = ((await anna.page.locator('code').textContent()) ?? '').replaceAll(' ', '');
    const code = anna.page.getByRole('textbox', { name: 'Code that the app shows now' });
    await code.fill(totpCode(secret, Date.now() + 3_600_000));
    await button(anna.page, 'Confirm').click();
    await expect(anna.page.getByText(/^That code is wrong or was used already/)).toBeVisible();
    await code.fill(totpCode(secret));
    await button(anna.page, 'Confirm').click();

    await expect(heading(anna.page, 'Administration')).toBeVisible();
    await anna.page
      .getByRole('link', { name: /^People/ })
      .last()
      .click();
    await anna.page.getByRole('searchbox').fill(ben.handle);
    await button(anna.page, 'Manage Ben').click();
    await button(anna.page, 'Grant verified badge').click();
    await expect(anna.page.getByText('Ben is verified.').first()).toBeVisible();
    await expect(button(anna.page, 'Remove verified badge')).toBeVisible();
    await openPlace(anna.page, 'Audit log');
    await expect(
      anna.page.getByText(`@${anna.handle} gave the verified badge to @${ben.handle}`),
    ).toBeVisible();

    await anna.page.goto('/admin');
    await button(anna.page, 'Lock this area').click();
    await expect(heading(anna.page, 'Show that it is you')).toBeVisible();
    const entry = anna.page.getByRole('textbox', { name: 'Code from your authenticator app' });
    await entry.fill(totpCode(secret));
    await button(anna.page, 'Enter').click();
    // Used to confirm the app, unless the minute has turned meanwhile.
    const again = anna.page.getByText(/^That code is wrong or was used already/);
    await expect(again.or(heading(anna.page, 'Administration'))).toBeVisible();
    if (await again.isVisible()) {
      await entry.fill(totpCode(secret, Date.now() + 30_000));
      await button(anna.page, 'Enter').click();
    }
    await expect(heading(anna.page, 'Administration')).toBeVisible();
    // The refusals that this journey has asked for are the browser's to complain about.
    expect(complaints.filter((text) => !/status of 40[19]/.test(text))).toEqual([]);

    await ben.page.goto('/settings');
    await expect(heading(ben.page, 'Settings')).toBeVisible();
    await expect(ben.page.getByRole('link', { name: /^Administration/ })).toHaveCount(0);
    await ben.page.goto('/admin/people');
    await expect(heading(ben.page, 'Administration')).toHaveCount(0);
    await expect(ben.page.getByText('Show that it is you')).toHaveCount(0);
  },
);

ownServerTest(
  'a passkey opens the area; a suspended person is out at once (ADM-5, ADM-10, ADM-12)',
  async ({ server, browser, join }) => {
    const anna = await join('Anna');
    const admin = await (await browser.newContext({ baseURL: server.origin })).newPage();
    await plugInAuthenticator(admin);
    await admin.goto(/http\S+\/sign-in#demo=\S+/.exec(server.output())?.[0] ?? '');
    await openArea(admin);
    await button(admin, 'Set up a passkey').click();
    await expect(heading(admin, 'Administration')).toBeVisible();
    await button(admin, 'Lock this area').click();
    await button(admin, 'Use a passkey').click();
    await expect(heading(admin, 'Administration')).toBeVisible();

    await openPlace(admin, 'People');
    await admin.getByRole('searchbox').fill(anna.handle);
    await button(admin, 'Manage Anna').click();
    await expectAccessible(admin, 'a person');
    await button(admin, 'Suspend').click();
    await button(admin.getByRole('dialog'), 'Suspend').click();
    await expect(admin.getByText('Say why, for whoever asks later.')).toBeVisible();
    await admin.getByRole('textbox', { name: 'Reason' }).fill('Spam in 40 conversations');
    await button(admin.getByRole('dialog'), 'Suspend').click();
    await expect(button(admin, 'Lift the suspension')).toBeVisible();
    await expect(anna.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();

    for (const place of ['Reports', 'Audit log', 'Your second factors', 'Roll-out']) {
      await openPlace(admin, place);
      await expectAccessible(admin, place);
    }
    await openPlace(admin, 'Health');
    await expect(admin.getByText(/^PostgreSQL /)).toBeVisible();
    await expectAccessible(admin, 'health');
    await admin.context().close();
  },
);
