import type { Signal } from '@parley/protocol';
import type { Page } from '@playwright/test';
import { button, callRegion, connect, expectCallOver, expectConnected, hangUp } from '../fixtures/calling.ts';
import { countMedia, expectMediaIn, expectOffTheRelay, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';
import { createSocketLine } from '../fixtures/socket-line.ts';
import { threadRow } from '../fixtures/thread.ts';

/** One of the two words of an interruption: the other side’s page has said that it goes away, or nothing comes. */
const reconnecting = (page: Page, peer: string) =>
  callRegion(page, peer).getByText(/^(Reconnecting…|Waiting for .* to come back…)$/);

/** The page is gone without a word, as in a crash: no event of its going away reaches the app. */
async function dieSilently(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), { capture: true });
  });
}

for (const [who, reloads] of [
  ['caller', (anna: Page) => anna],
  ['callee', (_: Page, ben: Page) => ben],
] as const) {
  for (const how of ['reloads', 'crashes'] as const) {
    test(`CALL-52: the ${who}’s page ${how} in mid-call, and the call is taken back by itself`, async ({
      join,
      befriend,
    }) => {
      const prepare = async (page: Page): Promise<void> => {
        await watchMedia(page);
        if (how === 'crashes') await dieSilently(page);
      };
      const anna = await join('Anna', { prepare });
      const ben = await join('Ben', { prepare });
      await befriend(anna, ben);
      await connect(anna, ben, 'video');
      await expectMediaIn(anna.page, 'audio', 'video');
      const gone = reloads(anna.page, ben.page);
      const [stays, goneName, staysName] =
        gone === anna.page ? [ben.page, 'Anna', 'Ben'] : [anna.page, 'Ben', 'Anna'];
      // A crash is not told of: where the page is back before the silence is noticed, there is nothing to say.
      const told =
        how === 'reloads' && expect(reconnecting(stays, goneName)).toBeVisible({ timeout: 10_000 });
      await gone.reload();
      await told;
      await expectConnected(gone, staysName);
      await expectMediaIn(gone, 'audio', 'video');
      await expectMediaIn(stays, 'audio', 'video');
      await expect(reconnecting(stays, goneName)).toHaveCount(0);
      await hangUp(gone, staysName);
      await expectCallOver(stays);
      await expect(threadRow(stays, /^Video call · \d+:\d\d/)).toHaveCount(1);
    });
  }
}

test('CALL-52: a page that crashes and stays away is waited for ten seconds, not forty-five', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const devtools = await ben.page.context().newCDPSession(ben.page);
  // Never answered: there is nobody left to.
  devtools.send('Page.crash').catch(() => undefined);
  await expect(callRegion(anna.page, 'Ben').getByText('Waiting for Ben to come back…')).toBeVisible({
    timeout: 10_000,
  });
  // Ten seconds and the time that anything takes on a busy machine; nothing but the server's word makes it so few.
  await expect(button(anna.page, 'Hang up')).toHaveCount(0, { timeout: 25_000 });
  await expectCallOver(anna.page);
});

interface SentFrame {
  type: string;
  run?: number;
  seq?: number;
  signal?: Signal;
}

/** Which offers were answered, by their numbers, as often as they were. */
function answersIn(sent: readonly string[]): string[] {
  const answers = new Map<string, string>();
  for (const text of sent) {
    // Trust border: frames of the app that is tested.
    const { type, run, seq, signal } = JSON.parse(text) as SentFrame;
    // The same frame again, under its number, is taken once (CALL-51).
    if (type === 'call.signal' && signal?.kind === 'answer')
      answers.set(`${run}.${seq}`, `${signal.connection}.${signal.negotiation}`);
  }
  return [...answers.values()];
}

test('CALL-26, CALL-51: both sockets die: media goes on, mute is told beside them, and what was missed is replayed once', async ({
  join,
  befriend,
}) => {
  const lines = { anna: createSocketLine(), ben: createSocketLine() };
  const prepared = (line: typeof lines.anna) => async (page: Page) => {
    await watchMedia(page);
    await line.install(page);
  };
  const anna = await join('Anna', { prepare: prepared(lines.anna) });
  const ben = await join('Ben', { prepare: prepared(lines.ben) });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await expectMediaIn(anna.page, 'audio');
  for (const line of Object.values(lines)) line.cut();
  await button(callRegion(anna.page, 'Ben'), 'Mute').click();
  await expect(callRegion(ben.page, 'Anna').getByRole('img', { name: 'Anna is muted' })).toBeVisible();
  await expectMediaIn(anna.page, 'audio');
  // Another network, while nothing can be told: the offer waits for the sockets.
  await anna.page.evaluate(() => window.dispatchEvent(new Event('online')));
  const before = answersIn(lines.ben.sent).length;
  await expectMediaIn(anna.page, 'audio');
  for (const line of Object.values(lines)) line.restore();
  await expect.poll(() => answersIn(lines.ben.sent).length, { timeout: 20_000 }).toBeGreaterThan(before);
  await expectMediaIn(anna.page, 'audio');
  // Whatever was repeated on the way, each offer was taken once.
  const answers = answersIn(lines.ben.sent);
  expect(answers).toEqual([...new Set(answers)]);
  await hangUp(ben.page, 'Anna');
  await expectCallOver(anna.page);
});

test('CALL-50, CALL-53: a connection that is dead for good is replaced by a new one, and the call goes on', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const prepare = async (page: Page): Promise<void> => {
    await watchMedia(page);
    await line.install(page);
  };
  const anna = await join('Anna', { prepare });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  await expectMediaIn(anna.page, 'video');
  await expectOffTheRelay(anna.page);
  const before = (await countMedia(anna.page)).peerConnections;
  // The offer of the new one waits for the socket, or it would be there before anybody noticed the silence.
  line.cut();
  await anna.page.evaluate(() => window.mediaWatch.peers.at(-1)?.close());
  await expect(reconnecting(ben.page, 'Anna')).toBeVisible();
  await expect(reconnecting(anna.page, 'Ben')).toBeVisible();
  line.restore();
  await expect
    .poll(async () => (await countMedia(anna.page)).peerConnections, { timeout: 30_000 })
    .toBeGreaterThan(before);
  await expect(reconnecting(ben.page, 'Anna')).toHaveCount(0, { timeout: 30_000 });
  await expectMediaIn(anna.page, 'audio', 'video');
  await expectMediaIn(ben.page, 'audio', 'video');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  await expect(threadRow(anna.page, /^Video call · \d+:\d\d/)).toHaveCount(1);
});
