import type { Page } from '@playwright/test';
import {
  button,
  callRegion,
  connect,
  expectCallOver,
  expectConnected,
  hangUp,
  incomingDialog,
  ring,
} from '../fixtures/calling.ts';
import { expect, test } from '../fixtures/people.ts';
import { setCallSettings, threadRow } from '../fixtures/thread.ts';

/** The first note of the ring, and the one that a knock repeats (apps/web/features/call/sound), in whole hertz. */
const RING_HZ = 659;
const KNOCK_HZ = 988;

/** Writes down every note that the page plays. */
async function writeDownNotes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const notes: number[] = [];
    Object.assign(window, { playedNotes: notes });
    const Real = window.OscillatorNode;
    window.OscillatorNode = class extends Real {
      constructor(context: BaseAudioContext, options?: OscillatorOptions) {
        super(context, options);
        notes.push(Math.round(options?.frequency ?? 0));
      }
    };
  });
}

/** The notes played since the last time of asking. */
async function takeNotes(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as { playedNotes?: number[] }).playedNotes?.splice(0) ?? []);
}

test('a call that comes in during another knocks, and accepting it ends the first (CALL-27)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: writeDownNotes });
  const ben = await join('Ben');
  const carl = await join('Carl');
  await befriend(ben, anna);
  await befriend(carl, anna);
  await connect(ben, anna, 'audio');
  expect(await takeNotes(anna.page)).toContain(RING_HZ);

  const declined = await ring(carl, anna, 'audio');
  await expect(declined.getByText('Accepting ends the call that you are in.')).toBeVisible();
  await button(declined, 'Decline').click();
  await expect(declined).toHaveCount(0);
  await expectConnected(anna.page, 'Ben');
  await expectConnected(ben.page, 'Anna');
  await carl.page.keyboard.press('Escape');

  const accepted = await ring(carl, anna, 'audio');
  await expect.poll(() => takeNotes(anna.page)).toContain(KNOCK_HZ);
  expect(await takeNotes(anna.page)).not.toContain(RING_HZ);
  await button(accepted, 'End and accept').click();
  await expectConnected(anna.page, 'Carl');
  await expectConnected(carl.page, 'Anna');
  await expectCallOver(ben.page);
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0);
  await expect(threadRow(ben.page, /^Audio call · \d+:\d\d/)).toHaveCount(1);

  await hangUp(anna.page, 'Carl');
  await expectCallOver(carl.page);
});

test('who hangs up has the page back at once; the other reads how it ended, and closes it by Escape or a press', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await hangUp(anna.page, 'Ben');
  await expect(callRegion(anna.page, 'Ben').getByText(/^Ended · /)).toBeVisible();
  await expect(callRegion(ben.page, 'Anna').getByText(/^Ended · /)).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(callRegion(ben.page, 'Anna')).toHaveCount(0, { timeout: 1_000 });
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0, { timeout: 2_500 });

  await button(await ring(anna, ben, 'audio'), 'Decline').click();
  await callRegion(anna.page, 'Ben').getByText('Ben declined.').click();
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0, { timeout: 1_000 });
});

test('the history calls back whoever may be called, however long ago they wrote (CON-11)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await button(await ring(anna, ben, 'audio'), 'Decline').click();
  await expectCallOver(anna.page);
  // As where fifty newer conversations stand above the one with Ben.
  await anna.page.route('**/api/conversations?**', (route) =>
    route.fulfill({ json: { conversations: [], requestCount: 0 } }),
  );
  await anna.page.goto('/calls');
  const callBack = button(anna.page, 'Call back Ben');
  await expect(callBack).toBeVisible();
  await setCallSettings(ben.page, { enabled: false });
  await expect(callBack).toHaveCount(0);
  await setCallSettings(ben.page, { following: true });
  await callBack.click();
  await button(incomingDialog(ben.page, 'audio', 'Anna'), 'Accept').click();
  await expectConnected(anna.page, 'Ben');

  await button(callRegion(anna.page, 'Ben'), 'Make smaller').click();
  await callBack.click();
  await expect(anna.page.getByText(/^You are in a call already/)).toBeVisible();
  await expectConnected(anna.page, 'Ben');
});
