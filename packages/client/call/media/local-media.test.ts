import { describe, expect, test } from 'vitest';
import type { CallProblem } from '../../api.ts';
import type { OwnTracks } from '../links/transceivers.ts';
import { DeviceChoices } from './device-choices.ts';
import { FakeDevices } from './fake-devices.fixture.ts';
import { LocalMedia } from './local-media.ts';

function createLocal(prepare: (devices: FakeDevices) => void = () => undefined) {
  const devices = new FakeDevices();
  prepare(devices);
  const problems: CallProblem[] = [];
  const replaced: string[] = [];
  const sent: OwnTracks[] = [];
  const choices = new DeviceChoices(devices.ports, undefined);
  const local = new LocalMedia(
    devices.ports,
    {
      onTracks: (tracks) => sent.push(tracks),
      onChange: () => undefined,
      onProblem: (one) => problems.push(one),
      onReplaced: (one) => replaced.push(one),
    },
    choices,
  );
  return { devices, local, choices, problems, replaced, sent };
}

/** Whatever was begun comes to its end. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const kinds = (local: LocalMedia): string[] => local.stream.getTracks().map((track) => track.kind);
const deviceOf = (track: MediaStreamTrack | undefined): string | undefined => track?.getSettings().deviceId;

describe('CALL-70: asking for devices', () => {
  test('an audio call asks for the microphone alone', async () => {
    const { local, devices } = createLocal();
    await local.open(false);
    expect(devices.log).toEqual(['audio']);
    expect(local).toMatchObject({ muted: false, cameraOn: false });
  });

  test('where the person would be asked, it is one question for both', async () => {
    const { local, devices } = createLocal();
    await local.open(true);
    expect(devices.log).toEqual(['audio + video']);
    expect(kinds(local)).toEqual(['audio', 'video']);
  });

  test('while it rings the permissions are looked up, once; nothing is opened by that', async () => {
    const { local, devices } = createLocal((fake) => {
      fake.permission = 'granted';
    });
    let looked = 0;
    const { readPermission } = devices.ports;
    devices.ports.readPermission = async (kind) => {
      looked += 1;
      return (await readPermission?.(kind)) ?? 'unknown';
    };
    local.foresee();
    await settle();
    expect(devices.log).toEqual([]);
    expect(looked).toBe(2);
    await local.open(true);
    expect(devices.log).toEqual(['audio', 'video']);
    expect(looked).toBe(2);
  });

  test('where both are granted sound does not wait for the camera', async () => {
    const { local, devices, sent } = createLocal((fake) => {
      fake.permission = 'granted';
    });
    const open = devices.ports.getUserMedia;
    let giveCamera = (): void => undefined;
    const camera = new Promise<void>((resolve) => {
      giveCamera = resolve;
    });
    devices.ports.getUserMedia = async (constraints) => {
      if (constraints.video !== undefined) await camera;
      return await open(constraints);
    };
    const opened = local.open(true);
    await settle();
    expect(sent.at(-1)).toMatchObject({ video: undefined });
    expect(sent.at(-1)?.audio?.kind).toBe('audio');
    giveCamera();
    await opened;
    expect(devices.log).toEqual(['audio', 'video']);
    expect(sent.at(-1)?.video?.kind).toBe('video');
  });

  test.each<[FakeDevices['denied'], CallProblem[], string[]]>([
    [{ video: 'NotAllowedError' }, ['cameraDenied'], ['audio']],
    [{ video: 'NotFoundError' }, ['cameraMissing'], ['audio']],
    [{ video: 'NotReadableError' }, ['cameraMissing'], ['audio']],
    [{ audio: 'NotAllowedError' }, ['microphoneDenied'], ['video']],
    [{ audio: 'NotFoundError' }, ['microphoneMissing'], ['video']],
    [{ audio: 'NotAllowedError', video: 'NotAllowedError' }, ['microphoneDenied', 'cameraDenied'], []],
  ])('what is refused or missing does not stop the rest: %j', async (denied, problems, sent) => {
    for (const permission of ['unknown', 'granted'] as const) {
      const { local, problems: told } = createLocal((fake) => Object.assign(fake, { denied, permission }));
      await local.open(true);
      expect(told).toEqual(problems);
      expect(kinds(local)).toEqual(sent);
      expect(local.muted).toBe(denied.audio !== undefined);
    }
  });

  test('unmuting without a microphone asks for one again', async () => {
    const { local, devices } = createLocal((fake) => {
      fake.denied = { audio: 'NotFoundError' };
    });
    await local.open(false);
    devices.denied = {};
    local.setMuted(false);
    await settle();
    expect(local.muted).toBe(false);
  });

  test('a camera turned off while it was being asked for does not come on', async () => {
    const { local, devices } = createLocal();
    await local.open(false);
    const turningOn = local.setCamera(true);
    await local.setCamera(false);
    await turningOn;
    expect(local.cameraOn).toBe(false);
    expect(devices.live('video')).toEqual([]);
  });

  test('nothing stays open: neither what was there nor what is granted after the end', async () => {
    const { local, devices } = createLocal();
    await local.open(true);
    await local.setScreen(true);
    const late = local.setCamera(false).then(() => local.setCamera(true));
    local.close();
    await late;
    await local.setScreen(true);
    local.setMuted(false);
    await settle();
    expect([...devices.live('audio'), ...devices.live('video')]).toEqual([]);
    expect(kinds(local)).toEqual([]);
  });

  test('an end while both are being asked for leaves nothing open', async () => {
    const { local, devices } = createLocal();
    const opening = local.open(true);
    local.close();
    await opening;
    expect([...devices.live('audio'), ...devices.live('video'), ...devices.log]).toEqual([]);
  });

  test('an end while the person is asked lets go of what they then grant', async () => {
    const { local, devices } = createLocal();
    let grant = (): void => undefined;
    devices.held = new Promise((resolve) => {
      grant = resolve;
    });
    const opening = local.open(true);
    await settle();
    expect(devices.log).toEqual(['audio + video']);
    local.close();
    grant();
    await opening;
    expect(devices.opened.map((track) => track.readyState)).toEqual(['ended', 'ended']);
  });
});

describe('CALL-71: a preview', () => {
  test('is seen here and handed to nobody, muted and unmuted too', async () => {
    const { local, sent } = createLocal();
    await local.preview(true);
    local.setMuted(true);
    local.setMuted(false);
    await local.setCamera(false);
    await local.setCamera(true);
    expect(kinds(local)).toEqual(['audio', 'video']);
    expect(sent).toEqual([]);
    expect(local.tracks).toEqual({ audio: undefined, video: undefined, screen: undefined });
  });

  test('is taken over without asking again', async () => {
    const { local, devices } = createLocal();
    await local.preview(true);
    const before = local.stream.getTracks();
    await local.open(true);
    expect(devices.log).toEqual(['audio + video']);
    expect([local.tracks.audio, local.tracks.video]).toEqual(before);
  });

  test('accepting with sound alone lets go of the camera before anything is sent', async () => {
    const { local, devices, sent } = createLocal();
    await local.preview(true);
    await local.open(false);
    expect(devices.live('video')).toEqual([]);
    expect(sent.map(({ video }) => video).filter((video) => video !== undefined)).toEqual([]);
  });

  test('closed, it lets go of everything; and it cannot close what a call uses', async () => {
    const { local, devices } = createLocal();
    await local.preview(true);
    await local.preview(false);
    expect([...devices.live('audio'), ...devices.live('video')]).toEqual([]);
    await local.open(true);
    await local.preview(false);
    expect(kinds(local)).toEqual(['audio', 'video']);
  });
});

describe('CALL-72: a device that is unplugged', () => {
  test('is replaced by the next one, which is told', async () => {
    const { local, devices, replaced, problems } = createLocal();
    await local.open(true);
    devices.plug('audio', [{ deviceId: 'headset' }]);
    devices.live('audio')[0]?.end();
    await settle();
    expect(deviceOf(local.tracks.audio)).toBe('headset');
    expect([replaced, problems, local.muted]).toEqual([['microphone'], [], false]);
  });

  test('keeps a muted call muted', async () => {
    const { local, devices } = createLocal();
    await local.open(false);
    local.setMuted(true);
    devices.live('audio')[0]?.end();
    await settle();
    expect(local.tracks.audio?.enabled).toBe(false);
  });

  test('without another it is told, and the call goes on without', async () => {
    const { local, devices, problems, sent } = createLocal();
    await local.open(true);
    devices.plug('video', []);
    devices.live('video')[0]?.end();
    await settle();
    expect([local.cameraOn, problems]).toEqual([false, ['cameraMissing']]);
    expect(sent.at(-1)).toMatchObject({ video: undefined });
    expect(sent.at(-1)?.audio).toBeDefined();
  });

  test('where the permission was taken back nobody is asked again', async () => {
    const { local, devices, problems } = createLocal();
    await local.open(true);
    devices.permission = 'denied';
    devices.live('video')[0]?.end();
    await settle();
    expect([local.cameraOn, problems]).toEqual([false, ['cameraDenied']]);
    expect(devices.log).toEqual(['audio + video']);
  });

  test('a chosen device that is not there gives way to any other', async () => {
    const { local, choices, devices } = createLocal();
    choices.choose('microphone', 'left at home');
    await local.open(false);
    expect(deviceOf(local.tracks.audio)).toBe('built-in');
    expect(devices.log).toEqual(['audio left at home', 'audio']);
  });
});

describe('CALL-73: choosing during the call', () => {
  test('another microphone is sent from now on, and the old one is let go of', async () => {
    const { local, choices, devices } = createLocal();
    await local.open(false);
    local.setMuted(true);
    choices.choose('microphone', 'headset');
    await settle();
    expect(deviceOf(local.tracks.audio)).toBe('headset');
    expect(local.tracks.audio?.enabled).toBe(false);
    expect(devices.live('audio')).toHaveLength(1);
    expect(kinds(local)).toEqual(['audio']);
  });

  test('two choices in a row: the last one counts, and nothing else stays open', async () => {
    const { local, choices, devices } = createLocal();
    await local.open(false);
    choices.choose('microphone', 'headset');
    choices.choose('microphone', 'built-in');
    await settle();
    expect(deviceOf(local.tracks.audio)).toBe('built-in');
    expect(devices.live('audio')).toHaveLength(1);
  });

  test('a refused one leaves what there is', async () => {
    const { local, choices, devices, problems } = createLocal();
    await local.open(false);
    devices.denied = { audio: 'NotAllowedError' };
    choices.choose('microphone', 'headset');
    await settle();
    expect([deviceOf(local.tracks.audio), problems]).toEqual(['built-in', ['microphoneDenied']]);
    expect(devices.live('audio')).toHaveLength(1);
  });

  test('the camera turns to the back and to the front again, also where only one opens at a time', async () => {
    for (const onlyOneCamera of [false, true]) {
      const { local, devices } = createLocal((fake) => {
        fake.onlyOneCamera = onlyOneCamera;
        fake.plugged.video = [
          { deviceId: 'front', facingMode: 'user' },
          { deviceId: 'back', facingMode: 'environment' },
        ];
      });
      await local.open(true);
      await settle();
      expect(local.canSwitchCamera).toBe(true);
      await local.switchCamera();
      expect(deviceOf(local.tracks.video)).toBe('back');
      await local.setCamera(false);
      await local.setCamera(true);
      expect(deviceOf(local.tracks.video)).toBe('back');
      await local.switchCamera();
      expect(deviceOf(local.tracks.video)).toBe('front');
      expect(devices.live('video')).toHaveLength(1);
    }
  });

  test('cameras that face no way take turns; one alone is not offered', async () => {
    const { local, devices } = createLocal((fake) => {
      fake.plugged.video = [{ deviceId: 'left' }, { deviceId: 'right' }];
    });
    await local.open(true);
    await settle();
    await local.switchCamera();
    expect(deviceOf(local.tracks.video)).toBe('right');
    devices.plug('video', [{ deviceId: 'right' }]);
    await settle();
    expect(local.canSwitchCamera).toBe(false);
  });
});

describe('CALL-74: the screen', () => {
  test('is sent beside the camera, sharp, and not among the own pictures', async () => {
    const { local, sent } = createLocal();
    await local.open(true);
    await local.setScreen(true);
    expect(sent.at(-1)?.screen).toMatchObject({ contentHint: 'detail' });
    expect(sent.at(-1)?.video).toBeDefined();
    expect([local.screenOn, kinds(local)]).toEqual([true, ['audio', 'video']]);
  });

  test("ends by the browser's own bar", async () => {
    const { local, devices, sent } = createLocal();
    await local.open(false);
    await local.setScreen(true);
    devices.live('video')[0]?.end();
    expect([local.screenOn, sent.at(-1)?.screen]).toEqual([false, undefined]);
  });

  test('refused, it is told; turned off while the person chooses, it does not come on', async () => {
    const { local, devices, problems } = createLocal();
    await local.open(false);
    devices.denied = { screen: 'NotAllowedError' };
    await local.setScreen(true);
    expect([local.screenOn, problems]).toEqual([false, ['screenDenied']]);
    devices.denied = {};
    const choosing = local.setScreen(true);
    await local.setScreen(false);
    await choosing;
    expect([local.screenOn, devices.live('video')]).toEqual([false, []]);
  });

  test('before the call has the devices nothing is asked', async () => {
    const { local, devices } = createLocal();
    await local.setScreen(true);
    expect(devices.log).toEqual([]);
  });
});
