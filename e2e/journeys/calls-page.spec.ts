import type { Locator, Page } from '@playwright/test';
import { anyIncoming, button, callRegion, expectCallOver, ring } from '../fixtures/calling.ts';
import { expect, type Member, test } from '../fixtures/people.ts';

/** Anna calls, and hangs up before Ben answers. */
async function miss(anna: Member, ben: Member): Promise<void> {
  await ring(anna, ben, 'audio');
  await button(callRegion(anna.page, ben.name), 'Hang up').click();
  await expectCallOver(ben.page);
  await expect(callRegion(anna.page, ben.name)).toHaveCount(0);
}

async function declineCall(anna: Member, ben: Member): Promise<void> {
  const dialog = await ring(anna, ben, 'video');
  await button(dialog, 'Decline').click();
  await expectCallOver(anna.page);
  await expect(callRegion(anna.page, ben.name)).toHaveCount(0);
}

const rows = (page: Page): Locator => page.getByRole('main').getByRole('listitem');

test('the Calls page lists all calls or the missed ones, calls back, and forgets one or all (PUSH-20)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await declineCall(anna, ben);
  await miss(anna, ben);
  const { page } = ben;
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await button(page, 'Missed').click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('Missed audio call');

  // Missed while the page is open, it appears there.
  await miss(anna, ben);
  await expect(rows(page)).toHaveCount(2);

  await button(rows(page).first(), 'Call back Anna').click();
  await expect(anyIncoming(anna.page)).toBeVisible();
  await button(callRegion(page, 'Anna'), 'Hang up').click();
  await expectCallOver(anna.page);
  await expect(callRegion(page, 'Anna')).toHaveCount(0);

  await button(page, 'All').click();
  await expect(rows(page)).toHaveCount(4);
  await button(rows(page).first(), 'More about the call with Anna').click();
  await page.getByRole('menuitem', { name: 'Remove from history', exact: true }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await button(page, 'Remove all').click();
  await button(page.getByRole('alertdialog'), 'Remove all').click();
  await expect(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible();
  await expect(button(page, 'Remove all')).toHaveCount(0);

  // The other one keeps theirs, and the thread its rows.
  await anna.page.getByRole('link', { name: 'Calls', exact: true }).click();
  await expect(rows(anna.page)).toHaveCount(4);
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await page.getByRole('link', { name: 'Anna', exact: true }).click();
  await expect(page.getByLabel(/^Conversation with /).getByText('Missed audio call')).toHaveCount(2);
});

test('a call missed in a page out of sight is told when it comes into sight, once (PUSH-35)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  const { page } = ben;
  const look = (state: 'visible' | 'hidden') =>
    page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  const told = page.getByRole('status').getByText('Missed audio call from Anna');
  await look('hidden');
  await miss(anna, ben);
  await expect(page.getByRole('img', { name: '1 unread', exact: true })).toBeVisible();
  await expect(told).toHaveCount(0);
  await look('visible');
  await expect(told).toHaveCount(1);
  await page.getByRole('status').getByRole('button', { name: 'Close', exact: true }).click();
  await look('hidden');
  await look('visible');
  await expect(told).toHaveCount(0);
});
