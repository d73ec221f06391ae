import type { Page } from '@playwright/test';
import {
  button,
  callRegion,
  connect,
  expectCallOver,
  expectConnected,
  hangUp,
  ring,
} from '../fixtures/calling.ts';
import { expectMediaIn, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { expect, placeCall, sendMessage, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

async function signUp(page: Page, handle: string, name: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByRole('textbox', { name: 'Handle', exact: true }).fill(handle);
  await page.getByRole('textbox', { name: 'Display name', exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await button(page, 'Create account').click();
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
}

async function findPerson(page: Page, handle: string): Promise<void> {
  await button(page, 'New message').first().click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill(handle.slice(0, -1));
  await page.getByRole('dialog').getByText(`@${handle}`).click();
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();
}

/** A remote picture that moves: frames are decoded, and the stage shows them. */
async function expectPicture(page: Page, peerName: string): Promise<void> {
  const picture = callRegion(page, peerName).locator(`video[aria-label="${peerName}"]`);
  await expect(picture).toBeVisible();
  await expectMediaIn(page, 'video');
  const width = await picture.evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : 0));
  expect(width).toBeGreaterThan(0);
}

test('two strangers sign up, find each other, message, and one calls the other (CON-6, CON-7, CON-11, MSG-5)', async ({
  browser,
  origin,
}) => {
  const stamp = Date.now().toString(36);
  const [anna, ben] = [`anna_${stamp}`, `ben_${stamp}`];
  const contexts = await Promise.all([0, 1].map(() => browser.newContext({ baseURL: origin })));
  const [annaPage, benPage] = await Promise.all(contexts.map((context) => context.newPage()));
  if (annaPage === undefined || benPage === undefined) throw new Error('no pages');
  await signUp(annaPage, anna, 'Anna');
  await signUp(benPage, ben, 'Ben');

  await findPerson(annaPage, ben);
  await sendMessage(annaPage, 'Hello Ben, we met at the fair');
  await expect(button(annaPage, 'Call')).toHaveCount(0);

  // A stranger's first message waits in Requests until Ben answers it.
  await benPage.getByRole('button', { name: /^Requests/ }).click();
  await benPage.getByRole('link', { name: 'Anna', exact: true }).click();
  await expect(threadRow(benPage, 'Hello Ben, we met at the fair')).toBeVisible();
  await expect(button(benPage, 'Call')).toHaveCount(0);
  await benPage.getByRole('link', { name: `@${anna}`, exact: true }).click();
  await button(benPage, 'Follow').click();
  await expect(button(benPage, 'Unfollow')).toBeVisible();
  await expect(button(annaPage, 'Call')).toHaveCount(0);
  await benPage.goBack();
  await sendMessage(benPage, 'Hello Anna, I remember');

  // Anna's page has stood open all the while: the phone icon comes by itself.
  await expect(button(annaPage, 'Call')).toBeVisible();
  await expect(button(benPage, 'Call')).toHaveCount(0);
  await placeCall(annaPage, 'Audio call');
  await button(
    benPage.getByRole('dialog', { name: 'Incoming audio call from Anna', exact: true }),
    'Accept',
  ).click();
  await expectConnected(annaPage, 'Ben');
  await hangUp(annaPage, 'Ben');
  await expectCallOver(benPage);
  await Promise.all(contexts.map((context) => context.close()));
});

test('an audio call carries sound both ways, mutes, turns a camera on and off, and leaves one row (CALL-9, CALL-25)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const [annaStage, benStage] = [callRegion(anna.page, 'Ben'), callRegion(ben.page, 'Anna')];

  await expectMediaIn(anna.page, 'audio');
  await expectMediaIn(ben.page, 'audio');
  await expect
    .poll(() =>
      ben.page.evaluate(() =>
        [...document.querySelectorAll<HTMLMediaElement>('audio, video')].some(
          (element) => !element.muted && !element.paused && element.currentTime > 0,
        ),
      ),
    )
    .toBe(true);

  await button(annaStage, 'Mute').click();
  await expect(button(annaStage, 'Unmute')).toBeVisible();
  await expect(benStage.getByRole('img', { name: 'Anna is muted' })).toBeVisible();
  await button(annaStage, 'Unmute').click();
  await expect(benStage.getByRole('img', { name: 'Anna is muted' })).toHaveCount(0);

  expect((await readMedia(ben.page)).videoFramesIn).toBe(0);
  await button(annaStage, 'Turn camera on').click();
  await expectPicture(ben.page, 'Anna');
  // What Anna does turns no camera of Ben's on.
  await expect(button(benStage, 'Turn camera on')).toBeVisible();
  expect((await readMedia(anna.page)).videoFramesIn).toBe(0);
  await button(benStage, 'Turn camera on').click();
  await expectPicture(anna.page, 'Ben');
  await button(annaStage, 'Turn camera off').click();
  await expect(button(annaStage, 'Turn camera on')).toBeVisible();
  await button(benStage, 'Turn camera off').click();
  await expectMediaIn(anna.page, 'audio');

  await hangUp(ben.page, 'Anna');
  await expectCallOver(anna.page);
  await expectCallOver(ben.page);
  for (const [page, peer, direction] of [
    [anna.page, 'Ben', 'Outgoing'],
    [ben.page, 'Anna', 'Incoming'],
  ] as const) {
    await expect(threadRow(page, /audio call/i)).toHaveCount(1);
    await expect(threadRow(page, /audio call/i)).toContainText(/\d+:\d\d/);
    await page.getByRole('link', { name: 'Calls', exact: true }).click();
    const record = page.getByRole('main').getByRole('listitem').filter({ hasText: peer });
    await expect(record).toHaveCount(1);
    await expect(record.getByRole('img', { name: direction, exact: true })).toBeVisible();
    await expect(record).toContainText(/Audio call · \d+:\d\d/);
  }
});

test('a video call shows each the other (CALL-24)', async ({ join, befriend }) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'video');
  await expect(ben.page).toHaveTitle(/Anna is calling/);
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await expectPicture(anna.page, 'Ben');
  await expectPicture(ben.page, 'Anna');
  await expectMediaIn(anna.page, 'audio');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  await expect(threadRow(ben.page, /video call/i)).toHaveCount(1);
  await expect(threadRow(anna.page, /video call/i)).toHaveCount(1);
});
