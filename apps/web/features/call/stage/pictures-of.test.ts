import { expect, test } from 'vitest';
import { picturesOf } from './pictures-of.ts';
import type { PicturesView } from './pictures-of.ts';

const view = (change: Partial<PicturesView>): PicturesView => ({
  phase: 'connected',
  peerCameraOn: false,
  peerScreenOn: false,
  cameraOn: false,
  remoteStream: {},
  remoteScreen: {},
  localStream: {},
  ...change,
});

test.each<[Partial<PicturesView>, object]>([
  [{}, { main: undefined, showsPeerTile: false, own: 'none' }],
  [{ cameraOn: true }, { main: undefined, own: 'alone' }],
  [
    { cameraOn: true, peerCameraOn: true },
    { main: 'peer', showsPeerTile: false, own: 'corner' },
  ],
  [
    { peerScreenOn: true, peerCameraOn: true },
    { main: 'screen', showsPeerTile: true },
  ],
  [{ peerScreenOn: true, remoteScreen: undefined, peerCameraOn: true }, { main: 'peer' }],
  [
    { phase: 'ended', cameraOn: true, peerCameraOn: true },
    { main: undefined, own: 'none' },
  ],
])('a call with %j shows %j', (change, pictures) => {
  expect(picturesOf(view(change))).toMatchObject(pictures);
});

test.each(['dialing', 'ringing', 'incoming', 'connecting'] as const)(
  'CALL-44: nothing of the other side is shown while %s, whatever has arrived',
  (phase) => {
    expect(picturesOf(view({ phase, peerCameraOn: true, peerScreenOn: true }))).toMatchObject({
      main: undefined,
      showsPeerTile: false,
    });
  },
);
