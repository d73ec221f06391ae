import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, callRegion, expectCallOver, expectConnected, hangUp, ring } from '../fixtures/calling.ts';
import { countMedia, expectMediaIn, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';

/** Keeps what the camera and microphone gave, to see whether it is let go of. */
async function watchTracks(page: Page): Promise<void> {
  await watchMedia(page);
  await page.addInitScript(() => {
    const opened: MediaStreamTrack[] = [];
    Object.assign(window, { openedTracks: opened });
    const devices = MediaDevices.prototype;
    const getUserMedia = Reflect.get(devices, 'getUserMedia');
    devices.getUserMedia = async function (this: MediaDevices, constraints) {
      const stream = await getUserMedia.call(this, constraints);
      opened.push(...stream.getTracks());
      return stream;
    };
  });
}

function liveTracks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ((window as { openedTracks?: MediaStreamTrack[] }).openedTracks ?? [])
      .filter(({ readyState }) => readyState === 'live')
      .map(({ kind }) => kind)
      .sort(),
  );
}

test('who is rung looks at themselves first, by a press, and nobody else sees it (CALL-20, CALL-71)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchTracks });
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'video');
  const before = await countMedia(ben.page);
  expect(before.getUserMedia).toBe(0);

  await button(dialog, 'Check camera first').click();
  const picture = dialog.locator('video[aria-label="Your camera"]');
  await expect
    .poll(() => picture.evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : 0)))
    .toBeGreaterThan(0);
  await expect(dialog.getByText('Only you see this. Anna sees nothing before you accept.')).toBeVisible();
  await expect(dialog.getByLabel('Camera', { exact: true })).toBeEnabled();
  await expectAccessible(ben.page, 'the preview');
  // Nothing of it is handed to any connection, and nothing of it arrives.
  expect((await countMedia(ben.page)).tracks).toBe(before.tracks);
  expect(await readMedia(anna.page)).toMatchObject({ audioBytesIn: 0, videoFramesIn: 0 });

  await button(dialog, 'Close the preview').click();
  await expect(picture).toHaveCount(0);
  await expect.poll(() => liveTracks(ben.page)).toEqual([]);

  await button(dialog, 'Check camera first').click();
  await expect(picture).toBeVisible();
  await expect.poll(() => liveTracks(ben.page)).toEqual(['audio', 'video']);
  const opened = (await countMedia(ben.page)).getUserMedia;
  await button(dialog, 'Accept').click();
  await expectConnected(ben.page, 'Anna');
  await expectMediaIn(anna.page, 'audio', 'video');
  // What the preview had opened goes into the call.
  expect((await countMedia(ben.page)).getUserMedia).toBe(opened);
  await hangUp(ben.page, 'Anna');
  await expectCallOver(anna.page);
});

test('a preview is let go of with the ring, and shows nothing where the answer is by sound alone (CALL-71)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchTracks });
  await befriend(anna, ben);
  const declined = await ring(anna, ben, 'video');
  await button(declined, 'Check camera first').click();
  await expect.poll(() => liveTracks(ben.page)).toEqual(['audio', 'video']);
  await button(declined, 'Decline').click();
  await expectCallOver(anna.page);
  await expect.poll(() => liveTracks(ben.page)).toEqual([]);
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0);

  const dialog = await ring(anna, ben, 'video');
  await button(dialog, 'Check camera first').click();
  await expect.poll(() => liveTracks(ben.page)).toEqual(['audio', 'video']);
  await button(dialog, 'Answer with audio only').click();
  await expectConnected(ben.page, 'Anna');
  await expectMediaIn(anna.page, 'audio');
  await expect(button(callRegion(ben.page, 'Anna'), 'Turn camera on')).toBeVisible();
  await expect.poll(() => liveTracks(ben.page)).toEqual(['audio']);
  expect((await readMedia(anna.page)).videoFramesIn).toBe(0);
  await hangUp(ben.page, 'Anna');
});
