import {
  anyIncoming,
  button,
  callRegion,
  connect,
  expectCallOver,
  expectConnected,
  hangUp,
  incomingDialog,
  ring,
} from '../fixtures/calling.ts';
import { expect, openConversation, placeCall, test } from '../fixtures/people.ts';
import { createSocketLine } from '../fixtures/socket-line.ts';
import { threadRow } from '../fixtures/thread.ts';

test('declined: over for both, one row each, and the other device stops ringing (CALL-5, CALL-6, CALL-9)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await ben.anotherDevice();
  const dialog = await ring(anna, ben, 'audio');
  await expect(incomingDialog(elsewhere, 'audio', 'Anna')).toBeVisible();
  await button(dialog, 'Decline').click();
  for (const page of [anna.page, ben.page, elsewhere]) await expectCallOver(page);
  await expect(threadRow(anna.page, 'Audio call · declined')).toHaveCount(1);
  await expect(threadRow(ben.page, 'Declined audio call')).toHaveCount(1);
});

test('answered on one device: the other stops ringing and the call is on one only (CALL-5)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const elsewhere = await ben.anotherDevice();
  await ring(anna, ben, 'audio');
  await button(incomingDialog(elsewhere, 'audio', 'Anna'), 'Accept').click();
  await expectConnected(elsewhere, 'Anna');
  await expect(anyIncoming(ben.page)).toHaveCount(0);
  await expect(callRegion(ben.page, 'Anna')).toHaveCount(0);
  await hangUp(elsewhere, 'Anna');
  await expectCallOver(anna.page);
});

test('cancelled: the callee stops ringing and finds a missed call (CALL-6, CALL-9)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await ring(anna, ben, 'video');
  await button(callRegion(anna.page, 'Ben'), 'Hang up').click();
  await expectCallOver(anna.page);
  await expectCallOver(ben.page);
  await expect(threadRow(ben.page, 'Missed video call')).toHaveCount(1);
  await expect(threadRow(anna.page, 'Cancelled video call')).toHaveCount(1);
});

test('unanswered for 45 s: missed, a row for both, an unread mark and a notice for the callee (CALL-4, CALL-9)', async ({
  join,
  befriend,
}) => {
  test.setTimeout(90_000);
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await ben.page.getByRole('link', { name: 'People', exact: true }).click();
  const startedAtMs = Date.now();
  const dialog = await ring(anna, ben, 'audio');
  await expect(dialog).toHaveCount(0, { timeout: 50_000 });
  expect(Date.now() - startedAtMs).toBeGreaterThan(43_000);
  await expectCallOver(anna.page);
  await expect(ben.page.getByText(/missed.*Anna|Anna.*missed/i).first()).toBeVisible();
  await expect(ben.page.getByRole('link', { name: 'Messages', exact: true })).toHaveAccessibleDescription(
    /1/,
  );
  await expect(threadRow(anna.page, 'Audio call · no answer')).toHaveCount(1);
  await openConversation(ben.page, anna);
  await expect(threadRow(ben.page, 'Missed audio call')).toHaveCount(1);
});

test('both call at once: one call, connected, one row (CALL-8)', async ({ join, befriend }) => {
  const lines = [createSocketLine(), createSocketLine()] as const;
  const anna = await join('Anna', { prepare: lines[0].install });
  const ben = await join('Ben', { prepare: lines[1].install });
  await befriend(anna, ben);
  // Neither call may ring before the other person has placed theirs, however slow the pages are.
  for (const line of lines) line.hold();
  await Promise.all([placeCall(anna.page, 'Audio call'), placeCall(ben.page, 'Audio call')]);
  for (const { sent } of lines) {
    await expect.poll(() => sent.some((frame) => frame.includes('"call.invite"'))).toBe(true);
  }
  for (const line of lines) line.release();
  await expectConnected(anna.page, 'Ben');
  await expectConnected(ben.page, 'Anna');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(anna.page);
  await expectCallOver(ben.page);
  await expect(threadRow(anna.page, /audio call/i)).toHaveCount(1);
});

test('the caller’s socket is lost while ringing and comes back: the ring goes on and can be answered (CALL-10)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna', { prepare: line.install });
  const ben = await join('Ben');
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'audio');
  const hellos = line.told.length;
  line.cut();
  line.restore();
  await expect.poll(() => line.told.slice(hellos).some((frame) => frame.includes('"welcome"'))).toBe(true);
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await hangUp(ben.page, 'Anna');
  await expectCallOver(anna.page);
});

test('the callee’s socket is lost while ringing: what was cancelled meanwhile rings no more on return (CALL-10)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna');
  const ben = await join('Ben', { prepare: line.install });
  await befriend(anna, ben);
  await ring(anna, ben, 'audio');
  line.cut();
  await button(callRegion(anna.page, 'Ben'), 'Hang up').click();
  await expectCallOver(anna.page);
  line.restore();
  await expectCallOver(ben.page);
  await expect(threadRow(ben.page, 'Missed audio call')).toHaveCount(1);
});

test('a lost socket leaves the media of a call alone, and hanging up without it reaches the peer (CALL-11, CALL-23, CALL-26)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna', { prepare: line.install });
  const ben = await join('Ben');
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  line.cut();
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  line.restore();
  await expect(threadRow(ben.page, /audio call/i)).toHaveCount(1);
});
