import { button, callRegion, expectCallOver, expectConnected, incomingDialog } from '../fixtures/calling.ts';
import { expectMediaIn, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, prepare: watchMedia };

test('on a phone: list, thread and back, message, call, answer and hang up by touch', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', PHONE);
  const ben = await join('Ben', PHONE);
  await befriend(anna, ben);
  const { page } = anna;
  await page.getByRole('link', { name: 'Back to conversations', exact: true }).tap();
  await page.getByRole('link', { name: 'Ben', exact: true }).tap();
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('from the bus');
  await button(page, 'Send').tap();
  await expect(threadRow(ben.page, 'from the bus')).toBeVisible();

  await button(page, 'Call').tap();
  await page.getByRole('menuitem', { name: 'Video call', exact: true }).tap();
  await button(incomingDialog(ben.page, 'video', 'Anna'), 'Accept').tap();
  await expectConnected(page, 'Ben');
  await expectConnected(ben.page, 'Anna');
  await expectMediaIn(page, 'audio', 'video');
  const stage = callRegion(page, 'Ben');
  await button(stage, 'Mute').tap();
  await expect(button(stage, 'Unmute')).toBeVisible();
  await button(stage, 'Hang up').tap();
  await expectCallOver(ben.page);
  await expect(threadRow(page, /^Video call/)).toHaveCount(1);

  for (const route of ['/messages', '/calls', '/people', '/settings']) {
    await page.goto(route);
    await expect(page.getByRole('heading').first()).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${route} scrolls sideways`).toBeLessThanOrEqual(0);
  }
});
