import type { Page } from '@playwright/test';
import { button, callRegion, connect, hangUp } from '../fixtures/calling.ts';
import { expectMediaIn, expectOffTheRelay, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { signalledKinds } from '../fixtures/path-watch.ts';
import { expect, test } from '../fixtures/people.ts';

type Kind = 'audio' | 'video' | 'screen';

/** The connection that carries the call, as the page's browser has it. */
function readSenders(page: Page) {
  return page.evaluate(() => {
    const peer = window.mediaWatch.peers.find(({ connectionState }) => connectionState === 'connected');
    const senders = peer?.getSenders() ?? [];
    const of = (at: number) => {
      const parameters = senders[at]?.getParameters();
      const [encoding] = parameters?.encodings ?? [];
      return {
        label: senders[at]?.track?.label,
        hint: senders[at]?.track?.contentHint,
        codec: parameters?.codecs[0]?.mimeType,
        active: encoding?.active,
        maxBitrate: encoding?.maxBitrate,
        scaleDownBy: encoding?.scaleResolutionDownBy,
        givesWay: parameters && Reflect.get(parameters, 'degradationPreference'),
      };
    };
    const sdp = peer?.remoteDescription?.sdp ?? '';
    const opus = /^a=rtpmap:(\d+) opus/m.exec(sdp)?.[1] ?? 'none';
    return {
      audio: of(0),
      video: of(1),
      screen: of(2),
      askedForOpus: new RegExp(`^a=fmtp:${opus} (.*)$`, 'm').exec(sdp)?.[1]?.trim().split(';') ?? [],
    };
  });
}

async function sent(page: Page, kind: Kind) {
  return (await readSenders(page))[kind];
}

test('audio to video and back, then a screen: no offer is made, and no camera turns on there (CALL-25, CALL-74)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await expectOffTheRelay(anna.page, ben.page);
  const [annaStage, benStage] = [callRegion(anna.page, 'Ben'), callRegion(ben.page, 'Anna')];
  const before = [await signalledKinds(anna.page), await signalledKinds(ben.page)];

  await button(annaStage, 'Turn camera on').click();
  await expectMediaIn(ben.page, 'video');
  await button(annaStage, 'Turn camera off').click();
  await expect(button(annaStage, 'Turn camera on')).toBeVisible();
  await button(annaStage, 'Share screen').click();
  await expect(benStage.locator('video[aria-label="Anna\'s screen"]')).toBeVisible();
  await expectMediaIn(ben.page, 'video');
  expect(await sent(anna.page, 'screen')).toMatchObject({
    hint: 'detail',
    scaleDownBy: 1,
    givesWay: 'maintain-resolution',
  });
  await button(annaStage, 'Stop sharing').click();
  await expectMediaIn(ben.page, 'audio');

  const after = [await signalledKinds(anna.page), await signalledKinds(ben.page)];
  const described = (kinds: string[]): string[] =>
    kinds.filter((kind) => kind === 'offer' || kind === 'answer');
  expect(after.map(described)).toEqual(before.map(described));
  await expect(button(benStage, 'Turn camera on')).toBeVisible();
  expect((await readMedia(anna.page)).videoFramesIn).toBe(0);
  await hangUp(anna.page, 'Ben');
});

test('sound and pictures are sent within bounds, and less of them where asked (CALL-75, CALL-76)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  await expectMediaIn(ben.page, 'video');
  for (const page of [anna.page, ben.page]) {
    const { audio, video, askedForOpus } = await readSenders(page);
    expect(askedForOpus).toEqual(
      expect.arrayContaining(['maxaveragebitrate=32000', 'stereo=0', 'useinbandfec=1', 'usedtx=1']),
    );
    expect([audio.codec, video.codec, video.givesWay]).toEqual([
      'audio/opus',
      'video/VP9',
      'maintain-framerate',
    ]);
  }
  await expectOffTheRelay(anna.page);
  await expect.poll(async () => (await sent(anna.page, 'video')).maxBitrate).toBe(1_960_000);

  await button(callRegion(anna.page, 'Ben'), 'More').click();
  await anna.page.getByText('Use less data', { exact: true }).click();
  await expect.poll(async () => (await sent(anna.page, 'video')).maxBitrate).toBe(260_000);
  expect((await sent(anna.page, 'video')).scaleDownBy).toBeGreaterThanOrEqual(2);
  await hangUp(ben.page, 'Anna');
});

test('a microphone that is unplugged is replaced, and the call says so and goes on (CALL-72)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await expectMediaIn(ben.page, 'audio');
  await anna.page.evaluate(() => {
    const peer = window.mediaWatch.peers.find(({ connectionState }) => connectionState === 'connected');
    const track = peer?.getSenders().find((one) => one.track?.kind === 'audio')?.track;
    // What a browser does when a device goes: the track ends, and an event says so.
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await expect(
    callRegion(anna.page, 'Ben')
      .getByText(/microphone/i)
      .first(),
  ).toBeVisible();
  await expect
    .poll(() =>
      anna.page.evaluate(
        () =>
          window.mediaWatch.peers
            .find(({ connectionState }) => connectionState === 'connected')
            ?.getSenders()
            .find((one) => one.track?.kind === 'audio')?.track?.readyState,
      ),
    )
    .toBe('live');
  await expectMediaIn(ben.page, 'audio');
  await hangUp(anna.page, 'Ben');
});

/** Runs in the page: its microphone gives silence, as one that is switched off at its cable. */
function silenceMicrophone(): void {
  const devices = MediaDevices.prototype;
  const getUserMedia = Reflect.get(devices, 'getUserMedia');
  devices.getUserMedia = async function (this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints);
    for (const track of stream.getAudioTracks()) {
      stream.removeTrack(track);
      track.stop();
      const [silent] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
      if (silent !== undefined) stream.addTrack(silent);
    }
    return stream;
  };
}

async function withSilentMicrophone(page: Page): Promise<void> {
  await page.addInitScript(silenceMicrophone);
}

test('a microphone that gives nothing is told, and only to the one whose it is (CALL-83)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: withSilentMicrophone });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const silent = "They can't hear you: your microphone is silent";
  await expect(callRegion(anna.page, 'Ben').getByText(silent)).toBeVisible({ timeout: 20_000 });
  await expect(callRegion(ben.page, 'Anna').getByText(silent)).toHaveCount(0);
  await button(callRegion(anna.page, 'Ben'), 'Mute').click();
  await expect(callRegion(anna.page, 'Ben').getByText(silent)).toHaveCount(0);
  await hangUp(anna.page, 'Ben');
});
