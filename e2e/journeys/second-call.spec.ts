import { expectAccessible } from '../fixtures/accessibility.ts';
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
import { expectMediaIn, watchMedia } from '../fixtures/media-watch.ts';
import { expect, type Member, test } from '../fixtures/people.ts';
import { setCallSettings } from '../fixtures/thread.ts';

type Join = (name: string) => Promise<Member>;
type Befriend = (a: Member, b: Member) => Promise<void>;

/** Anna, whom both others may call. */
async function threePeople(join: Join, befriend: Befriend): Promise<[Member, Member, Member]> {
  const [anna, ben, carl] = [await join('Anna'), await join('Ben'), await join('Carl')];
  await befriend(ben, anna);
  await befriend(carl, anna);
  return [anna, ben, carl];
}

test('a second call stands at the edge: it takes neither the focus nor the running call (CALL-27, CALL-78)', async ({
  join,
  befriend,
}) => {
  const [anna, ben, carl] = await threePeople(join, befriend);
  await connect(ben, anna, 'audio');
  const stage = callRegion(anna.page, 'Ben');
  await expect(stage).toBeFocused();
  const banner = await ring(carl, anna, 'audio');
  await expect(stage).toBeFocused();
  await expect(banner).not.toHaveAttribute('aria-modal', 'true');
  await expectAccessible(anna.page, 'a second call');

  // Keys that were meant for something else answer nothing, and the call goes on being held.
  for (const key of ['Enter', 'Space', 'Escape']) await anna.page.keyboard.press(key);
  await expect(banner).toBeVisible();
  await button(stage, 'Mute').click();
  await expect(callRegion(ben.page, 'Anna').getByRole('img', { name: 'Anna is muted' })).toBeVisible();

  await button(banner, 'Decline').click();
  await expect(banner).toHaveCount(0);
  // That Anna is in a call is hers to tell, and she has not said so (CALL-33).
  await expect(callRegion(carl.page, 'Anna').getByText('Anna declined.')).toBeVisible();
  await expectConnected(anna.page, 'Ben');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
});

test('who lets callers know is told as busy (CALL-33)', async ({ join, befriend }) => {
  const [anna, ben, carl] = await threePeople(join, befriend);
  await setCallSettings(anna.page, { following: true, tellBusy: true });
  await connect(ben, anna, 'audio');
  await button(await ring(carl, anna, 'audio'), 'Decline').click();
  await expect(callRegion(carl.page, 'Anna').getByText('Anna is in another call.')).toBeVisible();
  await hangUp(anna.page, 'Ben');
});

test('"End and accept" changes over on a phone with the call made small (CALL-27, CALL-78)', async ({
  join,
  befriend,
}) => {
  const phone = {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    prepare: watchMedia,
  };
  const anna = await join('Anna', phone);
  const [ben, carl] = [await join('Ben'), await join('Carl')];
  await befriend(ben, anna);
  await befriend(carl, anna);
  await connect(ben, anna, 'audio');
  const stage = callRegion(anna.page, 'Ben');
  await button(stage, 'Make smaller').tap();
  const banner = await ring(carl, anna, 'video');
  // Neither covers the other.
  for (const name of ['End and accept', 'Decline']) {
    const box = await button(banner, name).boundingBox();
    expect(box?.height, name).toBeGreaterThanOrEqual(44);
  }
  await button(stage, 'Mute').tap();
  await expect(button(stage, 'Unmute')).toBeVisible();
  await button(banner, 'End and accept').tap();
  await expectConnected(anna.page, 'Carl');
  await expectCallOver(ben.page);
  await expect(incomingDialog(anna.page, 'video', 'Carl')).toHaveCount(0);
  await expectMediaIn(anna.page, 'audio', 'video');
  await hangUp(carl.page, 'Anna');
  await expectCallOver(anna.page);
});
