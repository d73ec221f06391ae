import { expect, test } from 'vitest';
import type { TextStorage } from '../../api.ts';
import { DeviceChoices } from './device-choices.ts';
import { FakeDevices } from './fake-devices.fixture.ts';

class Kept implements TextStorage {
  readonly texts = new Map<string, string>();
  getItem = (key: string): string | null => this.texts.get(key) ?? null;
  setItem = (key: string, text: string): void => void this.texts.set(key, text);
  removeItem = (key: string): void => void this.texts.delete(key);
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('CALL-73: lists what is plugged in, by kind, without the names of the system choice, and follows changes', async () => {
  const devices = new FakeDevices();
  const choices = new DeviceChoices(devices.ports, undefined);
  await choices.refresh();
  expect(choices.state.getState()).toMatchObject({
    microphones: [
      { deviceId: 'built-in', label: 'The built-in' },
      { deviceId: 'headset', label: 'The headset' },
    ],
    cameras: [{ deviceId: 'webcam', label: 'The webcam' }],
    speakers: [],
  });
  devices.plug('audio', [{ deviceId: 'built-in' }]);
  await settle();
  expect(choices.state.getState().microphones).toHaveLength(1);
  choices.close();
  devices.plug('audio', []);
  await settle();
  expect(choices.state.getState().microphones).toHaveLength(1);
});

test('CALL-73, CALL-76: choices and "Use less data" outlive the page', () => {
  const storage = new Kept();
  const choices = new DeviceChoices(undefined, storage);
  choices.choose('microphone', 'headset');
  choices.choose('speaker', 'hall');
  choices.choose('speaker', undefined);
  choices.setLessData(true);
  const later = new DeviceChoices(undefined, storage);
  expect(later.chosen()).toEqual({ microphone: 'headset', camera: undefined, speaker: undefined });
  expect(later.lessData.getState()).toBe(true);
});

test('CALL-73: a running call hears of another microphone and camera, and of nothing that is not another', () => {
  const choices = new DeviceChoices(undefined, undefined);
  const heard: string[] = [];
  const stop = choices.onChosen((kind) => heard.push(kind));
  choices.choose('microphone', 'headset');
  choices.choose('microphone', 'headset');
  choices.choose('speaker', 'hall');
  choices.choose('camera', 'webcam');
  stop();
  choices.choose('camera', undefined);
  expect(heard).toEqual(['microphone', 'camera']);
});

test.each(['', 'not json', '3', 'null', '[]', '{"microphone":7,"lessData":"yes"}'])(
  'CALL-73: what somebody else left in the storage (%j) counts as nothing chosen',
  (text) => {
    const storage = new Kept();
    const key = 'parley.call-devices';
    storage.setItem(key, text);
    const choices = new DeviceChoices(undefined, storage);
    expect(choices.chosen()).toEqual({ microphone: undefined, camera: undefined, speaker: undefined });
    expect(choices.lessData.getState()).toBe(false);
  },
);

test('CALL-73: a storage that refuses changes nothing for this page', () => {
  const storage = new Kept();
  storage.setItem = () => {
    throw new Error('QuotaExceededError');
  };
  const choices = new DeviceChoices(undefined, storage);
  choices.choose('camera', 'webcam');
  expect(choices.chosen().camera).toBe('webcam');
});
