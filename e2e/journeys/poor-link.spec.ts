import type { Page } from '@playwright/test';
import { callRegion, connect, hangUp } from '../fixtures/calling.ts';
import { expectMediaIn, expectOffTheRelay, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { signalledKinds } from '../fixtures/path-watch.ts';
import { expect, test } from '../fixtures/people.ts';

/** What the page's browser is made to say of its link; the link itself stays as it is. */
interface Said {
  /** Of the sound that is sent, in percent. */
  soundLost: number;
  roomBps: number | undefined;
}

declare global {
  interface Window {
    said: Said;
  }
}

/** Runs in the page, before any of its own scripts. */
function bendStats(): void {
  window.said = { soundLost: 0, roomBps: undefined };
  const connection = RTCPeerConnection.prototype;
  const getStats = Reflect.get(connection, 'getStats');
  let packetsSent = 0;
  let packetsLost = 0;
  connection.getStats = async function (this: RTCPeerConnection) {
    const bent = new Map<string, Record<string, unknown>>();
    const report = await getStats.call(this);
    report.forEach((entry: Record<string, unknown>, id) => bent.set(id, { ...entry }));
    for (const entry of bent.values()) {
      if (entry['type'] === 'outbound-rtp' && entry['kind'] === 'audio') {
        packetsLost += ((Number(entry['packetsSent']) - packetsSent) * window.said.soundLost) / 100;
        packetsSent = Number(entry['packetsSent']);
      }
      if (entry['type'] === 'candidate-pair' && window.said.roomBps !== undefined)
        entry['availableOutgoingBitrate'] = window.said.roomBps;
    }
    for (const entry of bent.values())
      if (entry['type'] === 'remote-inbound-rtp' && entry['kind'] === 'audio')
        entry['packetsLost'] = packetsLost;
    return bent;
  };
}

async function withBentStats(page: Page): Promise<void> {
  await watchMedia(page);
  await page.addInitScript(bendStats);
}

const say = (page: Page, said: Partial<Said>): Promise<void> =>
  page.evaluate((one) => void Object.assign(window.said, one), said);

/** Bytes of a packet of sound that comes in, over a second. */
function soundPerPacket(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const read = async (): Promise<[number, number]> => {
      const peer = window.mediaWatch.peers.find(({ connectionState }) => connectionState === 'connected');
      let found: [number, number] = [0, 0];
      (await peer?.getStats())?.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio')
          found = [Number(entry['bytesReceived']), Number(entry['packetsReceived'])];
      });
      return found;
    };
    const before = await read();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const after = await read();
    return (after[0] - before[0]) / (after[1] - before[1]);
  });
}

const described = async (page: Page): Promise<number> =>
  (await signalledKinds(page)).filter((kind) => kind === 'offer' || kind === 'answer').length;

test('on a link that loses, sound is sent twice, and once again afterwards, without an offer (CALL-75, CALL-82)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: withBentStats });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await expectOffTheRelay(anna.page);
  await expectMediaIn(ben.page, 'audio');
  const before = await described(anna.page);
  const once = await soundPerPacket(ben.page);

  await say(anna.page, { soundLost: 12 });
  await expect.poll(() => soundPerPacket(ben.page), { timeout: 30_000 }).toBeGreaterThan(1.5 * once);
  await expect(callRegion(anna.page, 'Ben').getByText(/Your upload loses \d+ %/)).toBeVisible();
  await expectMediaIn(ben.page, 'audio');

  await say(anna.page, { soundLost: 0 });
  await expect.poll(() => soundPerPacket(ben.page), { timeout: 45_000 }).toBeLessThan(1.3 * once);
  await expectMediaIn(ben.page, 'audio');
  expect(await described(anna.page)).toBe(before);
  await hangUp(anna.page, 'Ben');
});

test('where the link carries only sound, pictures pause and come back, both are told, and no offer is made (CALL-84)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: withBentStats });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  await expectOffTheRelay(anna.page);
  await expectMediaIn(ben.page, 'audio', 'video');
  const before = await described(anna.page);
  const [annaStage, benStage] = [callRegion(anna.page, 'Ben'), callRegion(ben.page, 'Anna')];

  await say(anna.page, { roomBps: 45_000 });
  await expect(annaStage.getByText(/Your video is off: the connection carries only sound/)).toBeVisible();
  await expect(benStage.getByText(/Anna's video is off/)).toBeVisible();
  await expect
    .poll(async () => {
      const frames = (await readMedia(ben.page)).videoFramesIn;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return (await readMedia(ben.page)).videoFramesIn - frames;
    })
    .toBe(0);
  await expectMediaIn(ben.page, 'audio');
  // Ben's own picture goes on.
  await expectMediaIn(anna.page, 'video');

  await say(anna.page, { roomBps: 800_000 });
  await expectMediaIn(ben.page, 'video');
  await expect(benStage.getByText(/Anna's video is off/)).toHaveCount(0);
  expect(await described(anna.page)).toBe(before);
  await hangUp(ben.page, 'Anna');
});
