import type { Page, Request } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, callRegion, connect, expectCallOver, hangUp, ring } from '../fixtures/calling.ts';
import { callApi, expect, openConversation, sendMessage, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

/** The next report that the page sends, as the server has taken it. */
async function nextReport(page: Page): Promise<unknown> {
  const isReport = (request: Request) => request.url().endsWith('/api/reports');
  const request = await page.waitForRequest(isReport);
  expect((await request.response())?.status()).toBe(200);
  return request.postDataJSON();
}

test('a message is reported from its menu; the dialog says what goes with it (REP-1, REP-3, REP-6)', async ({
  join,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await openConversation(ben.page, anna);
  await sendMessage(ben.page, 'something ugly');
  await openConversation(anna.page, ben);
  await expect(threadRow(anna.page, 'something ugly')).toBeVisible();

  await button(anna.page, 'More about this message from Ben').focus();
  await anna.page.keyboard.press('Enter');
  await anna.page.getByRole('menuitem', { name: 'Report message', exact: true }).click();
  const dialog = anna.page.getByRole('dialog', { name: 'Report a message from Ben', exact: true });
  await expect(dialog).toContainText('this message and up to five messages that Ben sent you before it');
  await expect(dialog).toContainText('Nothing you wrote is passed on');
  await expectAccessible(anna.page, 'report dialog');

  await button(dialog, 'Send report').click();
  await expect(dialog.getByText('Choose what fits best.')).toBeVisible();
  await dialog.getByText('Harassment or insults', { exact: true }).click();
  await dialog.getByRole('textbox').fill('Please look at this.');

  await anna.page.context().setOffline(true);
  await button(dialog, 'Send report').click();
  await expect(dialog.getByText('Your report was not sent.')).toBeVisible();
  await expect(dialog.getByRole('textbox')).toHaveValue('Please look at this.');
  await anna.page.context().setOffline(false);

  const sent = nextReport(anna.page);
  await button(dialog, 'Send report').click();
  expect(await sent).toMatchObject({
    subject: { kind: 'message' },
    reason: 'harassment',
    note: 'Please look at this.',
    block: false,
  });
  await expect(anna.page.getByText('Your report was sent. Thank you.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(button(ben.page, 'More about this message from Ben')).toHaveCount(0);
  await sendMessage(ben.page, 'still here');
  await expect(threadRow(anna.page, 'still here')).toBeVisible();
});

test('block on the ringing screen declines on all devices, and looks like any declined call (REP-8, CALL-12)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await ben.anotherDevice();
  const dialog = await ring(anna, ben, 'audio');
  await expect(elsewhere.getByRole('dialog', { name: 'Incoming audio call from Anna' })).toBeVisible();
  await button(dialog, 'Block Anna').click();
  const question = ben.page.getByRole('alertdialog', { name: 'Block Anna?', exact: true });
  await expect(question).toContainText('The call is declined, as if by hand.');
  await button(question, 'Block').click();
  await expect(callRegion(anna.page, 'Ben').getByText('Ben declined.')).toBeVisible();
  for (const page of [anna.page, ben.page, elsewhere]) await expectCallOver(page);
  await expect(ben.page.getByText('Anna is blocked.')).toBeVisible();
  await expect(threadRow(anna.page, 'Audio call · declined')).toBeVisible();
  await expect(button(anna.page, 'Call')).toHaveCount(0);
  await expect(ben.page.getByText('You have blocked Anna. Nothing can be sent.')).toBeVisible();
});

test('report on the ringing screen, with “also block” (REP-7, REP-8)', async ({ join, befriend }) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const ringing = await ring(anna, ben, 'video');
  await button(ringing, 'Report Anna').click();
  const dialog = ben.page.getByRole('dialog', { name: 'Report a call with Anna', exact: true });
  await expect(dialog).toContainText('Calls are never recorded.');
  await dialog.getByText('Spam or fraud', { exact: true }).click();
  await dialog.getByText('Also block Anna', { exact: true }).click();
  const sent = nextReport(ben.page);
  await button(dialog, 'Send report').click();
  expect(await sent).toMatchObject({ subject: { kind: 'call' }, reason: 'spam', block: true });
  await expect(ben.page.getByText('Your report was sent, and Anna is blocked.')).toBeVisible();
  await expect(callRegion(anna.page, 'Ben').getByText('Ben declined.')).toBeVisible();
  await expectCallOver(ben.page);
});

test('after a call: from the stage, the thread, the history and the profile (REP-8)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await hangUp(ben.page, 'Anna');
  const title = { name: 'Report a call with Ben', exact: true };
  await button(callRegion(anna.page, 'Ben'), 'Report').click();
  const dialog = anna.page.getByRole('dialog', title);
  await expect(dialog).toBeVisible();
  await button(dialog, 'Cancel').click();
  await expect(dialog).toHaveCount(0);

  await button(anna.page, 'More about this call').click();
  await anna.page.getByRole('menuitem', { name: 'Report call', exact: true }).click();
  await expect(dialog).toBeVisible();
  await anna.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await anna.page.goto('/calls');
  await anna.page.getByRole('button', { name: /Ben/ }).last().click();
  await anna.page.getByRole('menuitem', { name: 'Report', exact: true }).click();
  await dialog.getByText('Something else', { exact: true }).click();
  const sent = nextReport(anna.page);
  await button(dialog, 'Send report').click();
  expect(await sent).toMatchObject({ subject: { kind: 'call' }, reason: 'other', block: false });

  await anna.page.goto(`/people/${ben.handle}`);
  await button(anna.page, 'Report').click();
  await expect(anna.page.getByRole('dialog', { name: 'Report Ben', exact: true })).toBeVisible();
  expect(await callApi(ben.page, 'GET', '/api/me/blocked')).toEqual({ people: [] });
});
