import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, callRegion, connect, expectCallOver, expectConnected, hangUp } from '../fixtures/calling.ts';
import { countMedia, expectMediaIn, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';

const RUNS = 'Your call with Ben runs on another device.';

test('a running call is taken over on another device, and back (CALL-34, CALL-54)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  const other = await anna.anotherDevice({ prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');

  // Told on each page, and nothing more: no media before the press.
  for (const route of ['/calls', '/settings', '/messages']) {
    await other.goto(route);
    await expect(other.getByText(RUNS)).toBeVisible();
    await expectAccessible(other, `${route}, a call elsewhere`);
  }
  expect(await countMedia(other)).toMatchObject({ getUserMedia: 0, peerConnections: 0, signals: 0 });
  await expect(anna.page.getByText(RUNS)).toHaveCount(0);

  await button(other, 'Continue here').click();
  await expectConnected(other, 'Ben');
  await expectMediaIn(other, 'audio');
  await expectMediaIn(ben.page, 'audio');
  await expectConnected(ben.page, 'Anna');
  await expect(button(callRegion(anna.page, 'Ben'), 'Hang up')).toHaveCount(0);

  await button(anna.page, 'Continue here').click();
  await expectConnected(anna.page, 'Ben');
  await expectMediaIn(anna.page, 'audio');
  await expectMediaIn(ben.page, 'audio');
  await expect(button(callRegion(other, 'Ben'), 'Hang up')).toHaveCount(0);

  await hangUp(ben.page, 'Anna');
  for (const page of [anna.page, other, ben.page]) await expectCallOver(page);
  await expect(other.getByText(RUNS)).toHaveCount(0);
});
