import { describe, expect, test } from 'vitest';
import type { CallProblem } from '../api.ts';
import { FakeMedia } from './fake-media.fixture.ts';
import { LocalMedia } from './local-media.ts';

function createLocal(denied: FakeMedia['denied'] = {}) {
  const media = new FakeMedia();
  media.denied = denied;
  const problems: CallProblem[] = [];
  const local = new LocalMedia(media.ports, {
    onTracks: () => undefined,
    onProblem: (one) => problems.push(one),
  });
  return { media, local, problems };
}

const kinds = (local: LocalMedia): string[] => local.stream.getTracks().map((track) => track.kind);

describe('asking for devices', () => {
  test('an audio call asks for the microphone alone', async () => {
    const { local, media } = createLocal();
    await local.open(false);
    expect(media.log).toEqual(['getUserMedia audio']);
    expect(local).toMatchObject({ muted: false, cameraOn: false });
  });

  test('a video call asks for both at once', async () => {
    const { local, media } = createLocal();
    await local.open(true);
    expect(media.log).toEqual(['getUserMedia audio+video']);
    expect(kinds(local)).toEqual(['audio', 'video']);
  });

  test.each<[FakeMedia['denied'], CallProblem[], string[]]>([
    [{ video: 'NotAllowedError' }, ['cameraDenied'], ['audio']],
    [{ video: 'NotFoundError' }, ['cameraMissing'], ['audio']],
    [{ video: 'NotReadableError' }, ['cameraMissing'], ['audio']],
    [{ audio: 'NotAllowedError' }, ['microphoneDenied'], ['video']],
    [{ audio: 'NotFoundError' }, ['microphoneMissing'], ['video']],
    [{ audio: 'NotAllowedError', video: 'NotAllowedError' }, ['microphoneDenied', 'cameraDenied'], []],
  ])('what is refused or missing does not stop the rest: %j', async (denied, problems, sent) => {
    const { local, problems: told } = createLocal(denied);
    await local.open(true);
    expect(told).toEqual(problems);
    expect(kinds(local)).toEqual(sent);
    expect(local.muted).toBe(denied.audio !== undefined);
  });
});

describe('during the call', () => {
  test('unmuting without a microphone asks for one again', async () => {
    const { local, media } = createLocal({ audio: 'NotFoundError' });
    await local.open(false);
    media.denied = {};
    local.setMuted(false);
    await new Promise((resolve) => setTimeout(resolve));
    expect(local.muted).toBe(false);
  });

  test('a camera turned off while it was being asked for does not come on', async () => {
    const { local, media } = createLocal();
    await local.open(false);
    const turningOn = local.setCamera(true);
    await local.setCamera(false);
    await turningOn;
    expect(local.cameraOn).toBe(false);
    expect(media.tracks.filter((track) => track.kind === 'video').map((track) => track.readyState)).toEqual([
      'ended',
    ]);
  });

  test('a camera that is pulled out is told', async () => {
    const { local, media, problems } = createLocal();
    await local.open(true);
    media.tracks[1]?.dispatchEvent(new Event('ended'));
    expect(local.cameraOn).toBe(false);
    expect(problems).toEqual(['cameraMissing']);
  });
});

test('nothing stays open: neither what was there nor what is granted after the end', async () => {
  const { local, media } = createLocal();
  await local.open(true);
  const late = local.setCamera(false).then(() => local.setCamera(true));
  local.close();
  await late;
  expect(media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
  expect(kinds(local)).toEqual([]);
});
