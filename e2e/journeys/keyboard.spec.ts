import type { Locator, Page } from '@playwright/test';
import { callRegion, expectCallOver, expectConnected, incomingDialog } from '../fixtures/calling.ts';
import { expect, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

/** Goes on with the Tab key until the element has the focus, as a person without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`sixty presses of Tab do not reach ${String(target)}`);
}

async function press(page: Page, name: string, within: Page | Locator = page): Promise<void> {
  await tabTo(page, within.getByRole('button', { name, exact: true }));
  await page.keyboard.press('Enter');
}

test('message, call, accept, mute and hang up with the keyboard alone', async ({ join, befriend }) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await anna.page.goto('/messages');
  await tabTo(anna.page, anna.page.getByRole('link', { name: 'Ben', exact: true }));
  await anna.page.keyboard.press('Enter');
  await tabTo(anna.page, anna.page.getByRole('textbox', { name: 'Message', exact: true }));
  await anna.page.keyboard.type('typed by hand');
  await anna.page.keyboard.press('Enter');
  await expect(threadRow(ben.page, 'typed by hand')).toBeVisible();

  await press(anna.page, 'Call');
  await expect(anna.page.getByRole('menuitem', { name: 'Audio call', exact: true })).toBeFocused();
  await anna.page.keyboard.press('Enter');

  // Whoever types when it rings must not answer by an Enter that was meant for a message.
  const dialog = incomingDialog(ben.page, 'audio', 'Anna');
  await expect(dialog).toBeVisible();
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.press('Space');
  await expect(dialog).toBeVisible();
  await press(ben.page, 'Accept', dialog);
  await expectConnected(ben.page, 'Anna');

  const stage = callRegion(ben.page, 'Anna');
  await press(ben.page, 'Mute', stage);
  await expect(callRegion(anna.page, 'Ben').getByRole('img', { name: 'Ben is muted' })).toBeVisible();
  await press(ben.page, 'Unmute', stage);
  await press(ben.page, 'Hang up', stage);
  await expectCallOver(anna.page);
  await expectCallOver(ben.page);
});
