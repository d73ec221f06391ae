import type { Page } from '@playwright/test';
import { button, expectCallOver, expectConnected, hangUp, ring } from '../fixtures/calling.ts';
import {
  countMedia,
  expectMediaIn,
  expectOffTheRelay,
  gatheredTypes,
  readMedia,
  watchMedia,
} from '../fixtures/media-watch.ts';
import { rtpBytesOut, signalledKinds } from '../fixtures/path-watch.ts';
import { expect, type Member, test } from '../fixtures/people.ts';

/** Every connection of the page is there already: ICE and DTLS are done. */
async function expectPreconnected(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => window.mediaWatch.peers.map((peer) => peer.connectionState)))
    .toEqual(['connected']);
}

async function expectNothingOfTheCallee(ben: Member): Promise<void> {
  const { getUserMedia, tracks } = await countMedia(ben.page);
  expect({ getUserMedia, tracks }).toEqual({ getUserMedia: 0, tracks: 0 });
  expect(new Set(await gatheredTypes(ben.page))).toEqual(new Set(['relay']));
  expect(await rtpBytesOut(ben.page)).toBe(0);
  expect((await readMedia(ben.page)).audioBytesIn).toBe(0);
}

test('CALL-40, CALL-41, CALL-42, CALL-43: connected while it rings, nothing heard or told before the accept, no offer after it but the move', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  const dialog = await ring(anna, ben, 'video');
  await expectPreconnected(ben.page);
  await expectPreconnected(anna.page);
  await expectNothingOfTheCallee(ben);
  expect((await readMedia(ben.page)).path).toBe('relay/relay');

  const before = await signalledKinds(ben.page);
  expect(before.filter((kind) => kind === 'offer' || kind === 'answer')).toEqual(['answer']);
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  await expectMediaIn(anna.page, 'audio', 'video');
  await expectMediaIn(ben.page, 'audio', 'video');
  // They follow each other, so a direct path is allowed: the call moves there, by one offer and one answer.
  await expectOffTheRelay(anna.page, ben.page);
  await expectMediaIn(anna.page, 'audio', 'video');
  const descriptions = async (page: Page): Promise<string[]> =>
    (await signalledKinds(page)).filter((kind) => kind === 'offer' || kind === 'answer');
  expect(await descriptions(ben.page)).toEqual(['answer', 'answer']);
  expect((await descriptions(anna.page)).filter((kind) => kind === 'offer')).toHaveLength(2);
  expect((await countMedia(ben.page)).peerConnections).toBe(1);
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
});
