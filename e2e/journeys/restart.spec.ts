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
import { expectMediaIn, expectOffTheRelay, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { test } from '../fixtures/own-server.ts';
import { expect, openConversation, sendMessage } from '../fixtures/people.ts';
import { setCallPrivacy, threadRow } from '../fixtures/thread.ts';

/** A ring of 45 s, and up to three starts of a server. */
test.describe.configure({ timeout: 240_000 });

test('a restart in mid-ring: what still rings can be answered, and nothing rings after the deadline (CALL-4, CALL-10)', async ({
  server,
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'audio');
  await server.stop();
  await server.start();
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);

  await ring(anna, ben, 'audio');
  await server.kill();
  await expect(incomingDialog(ben.page, 'audio', 'Anna')).toHaveCount(0, { timeout: 50_000 });
  await server.start();
  await expectCallOver(anna.page);
  await expectCallOver(ben.page);
  await expect(threadRow(ben.page, 'Missed audio call')).toHaveCount(1);
  await expect(threadRow(anna.page, 'Audio call · no answer')).toHaveCount(1);
});

test('neither a restart nor a crash of the server disturbs a connected call (CALL-11, CALL-26)', async ({
  server,
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  // The relay of this server ends with it: what still goes through it would wait for both.
  await expectOffTheRelay(anna.page, ben.page);
  for (const end of [server.stop, server.kill]) {
    await end();
    await expectMediaIn(anna.page, 'audio', 'video');
    await expectMediaIn(ben.page, 'audio', 'video');
    await server.start();
    await expectMediaIn(anna.page, 'audio', 'video');
    await expectConnected(ben.page, 'Anna');
  }
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  await expect(threadRow(anna.page, /^Video call · \d+:\d\d/)).toHaveCount(1);
});

test('a call through the relay of this server is silent while both are away, and comes back with them (CALL-50, CALL-53)', async ({
  server,
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await setCallPrivacy(anna.page, { enhanced: true });
  await connect(anna, ben, 'audio');
  expect((await readMedia(anna.page)).path).toBe('relay/relay');
  await server.stop();
  await expect(callRegion(anna.page, 'Ben').getByText('Reconnecting…')).toBeVisible();
  await server.start();
  await expectMediaIn(anna.page, 'audio');
  await expectMediaIn(ben.page, 'audio');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
});

test('messages written while the server is away arrive exactly once, in order, on both sides (MSG-3, MSG-8, MSG-11)', async ({
  server,
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  await server.kill();
  for (const text of ['first while away', 'second while away', 'third while away']) {
    await sendMessage(anna.page, text);
  }
  await server.start();
  for (const page of [anna.page, ben.page]) {
    for (const text of ['first', 'second', 'third']) {
      await expect(threadRow(page, `${text} while away`)).toHaveCount(1, { timeout: 20_000 });
    }
  }
  await openConversation(anna.page, ben);
  const rows = threadRow(anna.page, /while away/);
  await expect(rows).toHaveText([/first/, /second/, /third/]);
});
