import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import {
  anyIncoming,
  button,
  callRegion,
  connect,
  expectCallOver,
  hangUp,
  ring,
} from '../fixtures/calling.ts';
import { expectMediaIn, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';

/** Writes down whether the page keeps the screen on. */
async function watchWakeLock(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held = new Set<object>();
    Object.assign(window, { heldLocks: held });
    WakeLock.prototype.request = async () => {
      const lock = Object.assign(new EventTarget(), {
        type: 'screen' as const,
        released: false,
        onrelease: null,
        release: async () => {
          lock.released = true;
          held.delete(lock);
        },
      });
      held.add(lock);
      return lock;
    };
  });
}

function heldLocks(page: Page): Promise<number> {
  return page.evaluate(() => (window as { heldLocks?: Set<object> }).heldLocks?.size ?? -1);
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The microphone whose sound is sent, by its name. */
function sentMicrophone(page: Page): Promise<string | undefined> {
  return page.evaluate(
    () =>
      window.mediaWatch.peers
        .filter(({ connectionState }) => connectionState === 'connected')
        .flatMap((peer) => peer.getSenders())
        .find(({ track }) => track?.kind === 'audio')?.track?.label,
  );
}

test('keys mute, turn the camera and hang up while the call has the focus, and only then (CALL-77)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const { page } = anna;
  const stage = callRegion(page, 'Ben');
  await page.keyboard.press('m');
  await expect(button(stage, 'Unmute')).toHaveAttribute('aria-keyshortcuts', 'M');
  await expect(callRegion(ben.page, 'Anna').getByRole('img', { name: 'Anna is muted' })).toBeVisible();
  await page.keyboard.press('m');
  await expect(button(stage, 'Mute')).toBeVisible();
  await page.keyboard.press('v');
  await expect(button(stage, 'Turn camera off')).toBeVisible();

  for (const key of ['Escape', 'h', 'Control+m']) await page.keyboard.press(key);
  await expect(button(stage, 'Hang up')).toBeVisible();
  await expect(button(stage, 'Mute')).toBeVisible();

  // Made small, the call leaves the keys to the page.
  await page.keyboard.press('l');
  await expect(button(stage, 'Make larger')).toBeVisible();
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  await box.click();
  await page.keyboard.type('my vast hall, Shift+H');
  await page.keyboard.press('Shift+H');
  await expect(box).toHaveValue('my vast hall, Shift+HH');
  await expect(button(stage, 'Mute')).toBeVisible();
  await expect(button(stage, 'Turn camera off')).toBeVisible();

  await button(stage, 'Make larger').click();
  await stage.focus();
  await page.keyboard.press('Shift+H');
  await expectCallOver(page);
  await expectCallOver(ben.page);
});

test('devices are chosen in the call; the list of keys stands beside them (CALL-73, CALL-77)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const { page } = anna;
  await page.keyboard.press('?');
  const panel = page.getByRole('dialog', { name: 'Sound and picture' });
  await expect(panel.getByText('Mute or unmute')).toBeVisible();
  await expectAccessible(page, 'the devices');
  const microphone = panel.getByLabel('Microphone', { exact: true });
  const names = await microphone.getByRole('option').allTextContents();
  const another = names.findLast((name) => name.startsWith('Fake Audio Input'));
  expect(another, names.join(', ')).toBeDefined();
  await microphone.selectOption({ label: another ?? '' });
  await expect.poll(() => sentMicrophone(page)).toBe(another);
  await expectMediaIn(ben.page, 'audio');

  await panel.getByText('Use less data', { exact: true }).click();
  await expect(panel.getByRole('switch', { name: 'Use less data' })).toBeChecked();
  // Escape closes the panel and not the call.
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(button(callRegion(page, 'Ben'), 'Hang up')).toBeVisible();
  await page.keyboard.press('?');
  await expect(panel.getByRole('switch', { name: 'Use less data' })).toBeChecked();
  await expect(microphone.locator('option:checked')).toHaveText(another ?? '');
  await button(panel, 'Close').click();
  await hangUp(page, 'Ben');
});

test('a shared screen is the main picture, the person beside it, until sharing ends (CALL-74)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  const [annaStage, benStage] = [callRegion(anna.page, 'Ben'), callRegion(ben.page, 'Anna')];
  await button(annaStage, 'Share screen').click();
  await expect(annaStage.getByText('You are sharing your screen.')).toBeVisible();
  const screen = benStage.locator('video[aria-label="Anna\'s screen"]');
  await expect
    .poll(() => screen.evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : 0)))
    .toBeGreaterThan(0);
  await expect(benStage.locator('video[aria-label="Anna"]')).toBeVisible();
  await expectAccessible(ben.page, 'a shared screen');
  // Ben's camera and screen stay as they were.
  await expect(button(benStage, 'Share screen')).toBeVisible();
  await button(annaStage, 'Stop sharing').click();
  await expect(screen).toHaveCount(0);
  await expect(benStage.locator('video[aria-label="Anna"]')).toBeVisible();
  await hangUp(ben.page, 'Anna');
});

test('the picture goes into a window of its own and back', async ({ join, befriend }) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  const stage = callRegion(anna.page, 'Ben');
  await expect(stage.locator('video[aria-label="Ben"]')).toBeVisible();
  const inWindow = () =>
    anna.page.evaluate(() => document.pictureInPictureElement?.getAttribute('aria-label') ?? null);
  await button(stage, 'Picture in picture').click();
  await expect.poll(inWindow).toBe('Ben');
  await button(stage, 'End picture in picture').click();
  await expect.poll(inWindow).toBe(null);
  await hangUp(anna.page, 'Ben');
});

test('on a phone every control is within reach of a thumb, the own picture moves away, the screen stays on (CALL-78)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', PHONE);
  const ben = await join('Ben', { ...PHONE, prepare: watchWakeLock });
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'video');
  await button(dialog, 'Accept').tap();
  const stage = callRegion(ben.page, 'Anna');
  const tile = button(stage, 'Your camera. Move to the next corner');
  await expect(tile).toBeVisible();
  for (const control of await stage.getByRole('button').all()) {
    const box = await control.boundingBox();
    const name = await control.evaluate((element) => element.textContent);
    expect(box, name ?? '').not.toBeNull();
    if (box === null) continue;
    expect(Math.min(box.width, box.height), name ?? '').toBeGreaterThanOrEqual(44);
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(box.y + box.height).toBeLessThanOrEqual(844);
  }
  const before = await tile.boundingBox();
  await tile.tap();
  await expect.poll(async () => (await tile.boundingBox())?.x).not.toBe(before?.x);
  expect(await heldLocks(ben.page)).toBe(1);
  await button(stage, 'Hang up').tap();
  await expectCallOver(anna.page);
  await expect.poll(() => heldLocks(ben.page)).toBe(0);
});

test('turning to the phone icon makes a call ready, and rings nobody (CALL-30)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await anna.page.mouse.move(640, 700);
  const sent: string[] = [];
  anna.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  // A socket that the listener has seen from its beginning.
  await anna.page.reload();
  const icon = button(anna.page, 'Call');
  await expect(icon).toBeVisible();
  const prepared = () => sent.filter((frame) => frame.includes('"call.prepare"')).length;
  expect(prepared()).toBe(0);
  await icon.hover();
  await expect.poll(prepared).toBe(1);
  await icon.focus();
  await expect(anyIncoming(ben.page)).toHaveCount(0);
  expect(sent.filter((frame) => frame.includes('"call.invite"'))).toEqual([]);
});
