import {
  button,
  callRegion,
  expectCallOver,
  expectConnected,
  hangUp,
  incomingDialog,
  ring,
} from '../fixtures/calling.ts';
import { expect, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

test('the callee reloads in mid-ring: it rings again and can be answered (CALL-10)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await ring(anna, ben, 'audio');
  await ben.page.reload();
  await button(incomingDialog(ben.page, 'audio', 'Anna'), 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await expectConnected(ben.page, 'Anna');
  await hangUp(ben.page, 'Anna');
  await expectCallOver(anna.page);
});

test('the caller reloads in mid-ring: nothing rings after the deadline, and one row is left (CALL-4, CALL-9, CALL-10)', async ({
  join,
  befriend,
}) => {
  test.setTimeout(90_000);
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await ring(anna, ben, 'audio');
  await anna.page.reload();
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0);
  await expect(incomingDialog(ben.page, 'audio', 'Anna')).toHaveCount(0, { timeout: 50_000 });
  await expectCallOver(ben.page);
  await expect(threadRow(ben.page, 'Missed audio call')).toHaveCount(1);
  await expect(threadRow(anna.page, /audio call/i)).toHaveCount(1);
});
