import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Transceivers } from '../links/transceivers.ts';
import { applySending, STAGE_MS, Sending } from './sending.ts';
import { planSending } from './sending-plan.ts';
import type { SendingSituation } from './sending-plan.ts';

const STEADY: SendingSituation = {
  path: 'direct',
  lessData: false,
  stage: 'steady',
  videoAllowed: true,
  scaleDownBy: 1,
};
const CAMERA = { camera: true, screen: false };
/** A sender that keeps the rule of transactions: parameters that are not the last ones read are refused. */
class FakeSender {
  track: object | null = null;
  encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  degradationPreference: string | undefined;
  writes = 0;
  collisions = 0;
  #transaction = 0;

  getParameters(): object {
    this.#transaction += 1;
    return {
      transactionId: String(this.#transaction),
      encodings: structuredClone(this.encodings),
    };
  }

  async setParameters(parameters: {
    transactionId: string;
    encodings: RTCRtpEncodingParameters[];
    degradationPreference?: string;
  }): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (parameters.transactionId !== String(this.#transaction)) {
      this.collisions += 1;
      throw new Error('InvalidModificationError');
    }
    this.writes += 1;
    this.encodings = parameters.encodings;
    this.degradationPreference = parameters.degradationPreference;
  }
}

function createSenders() {
  const [audio, video, screen] = [new FakeSender(), new FakeSender(), new FakeSender()];
  audio.track = {};
  video.track = {};
  const double: object = { audio: { sender: audio }, video: { sender: video }, screen: { sender: screen } };
  return { audio, video, screen, transceivers: double as Transceivers };
}

describe('CALL-76: how much', () => {
  test.each([
    ['direct', false, 2_000_000],
    ['relay', false, 1_000_000],
    [undefined, false, 1_000_000],
    ['direct', true, 300_000],
    ['relay', true, 300_000],
  ] as const)('on path %s, less data %s, no more than %i bit/s with its sound', (path, lessData, cap) => {
    const { camera } = planSending({ ...STEADY, path, lessData }, CAMERA);
    expect(camera.maxBitrateBps + 40_000).toBe(cap);
  });

  test('a camera and a screen share it', () => {
    const { camera, screen } = planSending({ ...STEADY, lessData: true }, { camera: true, screen: true });
    expect(camera.maxBitrateBps + screen.maxBitrateBps + 40_000).toBe(300_000);
    expect(screen.maxBitrateBps).toBeGreaterThan(camera.maxBitrateBps);
  });

  test('the first picture is small, a screen never is', () => {
    const plan = planSending({ ...STEADY, stage: 'first' }, { camera: true, screen: true });
    expect([plan.camera.scaleDownBy, plan.screen.scaleDownBy]).toEqual([4, 1]);
    expect(planSending(STEADY, CAMERA).camera.scaleDownBy).toBe(1);
  });

  test('CALL-86: a poor link, or less data, makes it smaller, whichever asks for more', () => {
    const scaled = (scaleDownBy: number, lessData: boolean): number =>
      planSending({ ...STEADY, scaleDownBy, lessData }, CAMERA).camera.scaleDownBy;
    expect([scaled(4, true), scaled(4, false), scaled(1, true), scaled(1, false)]).toEqual([4, 4, 2, 1]);
  });
});

describe('CALL-74, CALL-84: what the senders are told', () => {
  test('bounds, and what gives way when the link is poor', async () => {
    const { video, screen, transceivers } = createSenders();
    await applySending(transceivers, STEADY);
    expect(video.encodings).toEqual([{ active: true, maxBitrate: 1_960_000, scaleResolutionDownBy: 1 }]);
    expect(video.degradationPreference).toBe('maintain-framerate');
    expect(screen.degradationPreference).toBe('maintain-resolution');
  });

  test('without room pictures are not sent, sound is', async () => {
    const { audio, video, screen, transceivers } = createSenders();
    await applySending(transceivers, { ...STEADY, videoAllowed: false });
    expect([audio, video, screen].map(({ encodings }) => encodings[0]?.active)).toEqual([true, false, false]);
  });

  test('before there is an encoding nothing is set, and what a browser refuses does no harm', async () => {
    const { video, screen, transceivers } = createSenders();
    video.encodings = [];
    screen.setParameters = () => Promise.reject(new Error('InvalidStateError'));
    await applySending(transceivers, STEADY);
    expect([video.writes, screen.writes]).toEqual([0, 0]);
  });
});

describe('CALL-76: over time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const scale = (sender: FakeSender): number | undefined => sender.encodings[0]?.scaleResolutionDownBy;
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  test('the picture is raised in two steps, and then left alone', async () => {
    const { video, transceivers } = createSenders();
    new Sending(transceivers, STEADY).start();
    await pass(STAGE_MS - 1);
    expect(scale(video)).toBe(4);
    await pass(20);
    expect(scale(video)).toBe(2);
    await pass(STAGE_MS);
    expect(scale(video)).toBe(1);
    const { writes } = video;
    await pass(10 * STAGE_MS);
    expect(video.writes).toBe(writes);
  });

  test('a connection that waits for its camera, or for the accept, does not use the first stage up', async () => {
    const { video, transceivers } = createSenders();
    video.track = null;
    const sending = new Sending(transceivers, STEADY);
    await pass(10_000);
    sending.start();
    await pass(10_000);
    video.track = {};
    sending.refresh();
    await pass(STAGE_MS - 1);
    expect(scale(video)).toBe(4);
    await pass(20);
    expect(scale(video)).toBe(2);
  });

  test('changes that come together are one, in order, and none collides', async () => {
    const { video, transceivers } = createSenders();
    const sending = new Sending(transceivers, STEADY);
    sending.update({ lessData: true });
    sending.update({ path: 'relay' });
    await pass(2);
    sending.update({ lessData: false });
    await pass(20);
    expect(video.encodings[0]?.maxBitrate).toBe(960_000);
    expect([video.writes, video.collisions]).toEqual([2, 0]);
  });

  test('stopped, it sets nothing more', async () => {
    const { video, transceivers } = createSenders();
    const sending = new Sending(transceivers, STEADY);
    sending.start();
    sending.stop();
    sending.update({ lessData: true });
    await pass(10_000);
    expect(video.writes).toBe(0);
  });
});
