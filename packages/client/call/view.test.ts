import type { CallSession } from '@parley/core';
import type { CallId, DeviceId } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import type { CallView } from '../api.ts';
import { BEN, fakeId } from '../testing/index.ts';
import { FakeMedia } from './fake-media.fixture.ts';
import { hasReached, toCallView } from './view.ts';
import type { CallActions, MediaView } from './view.ts';

const nothing = (): void => undefined;
const ACTIONS: CallActions = {
  accept: nothing,
  decline: nothing,
  cancel: nothing,
  hangUp: nothing,
  setPreview: nothing,
  setMuted: nothing,
  setCamera: nothing,
  setScreen: nothing,
  switchCamera: nothing,
  confirmEncryption: nothing,
  denyEncryption: nothing,
  rate: nothing,
  dismiss: nothing,
};
const base = {
  callId: fakeId(1, 'f') as CallId,
  peerId: BEN.id,
  kind: 'audio',
  direction: 'outgoing',
  route: 'direct',
  preconnect: 'path',
  version: 1,
} as const;
const bensDevice = fakeId(2, 'd') as DeviceId;
const end = { outcome: 'completed', elsewhere: false, durationMs: 5, refused: null, leaving: null } as const;
const connected = {
  ...base,
  phase: 'connected',
  remoteDeviceId: bensDevice,
  connectedAtMs: 3,
  acceptedAtMs: 2,
  giveUpAtMs: null,
  peerAway: false,
} as const;
const incoming = { ...base, phase: 'incoming', ringExpiresAtMs: 9, early: null } as const;
const { createStream } = new FakeMedia().ports;
const media: MediaView = {
  preconnected: true,
  path: 'relay',
  muted: false,
  cameraOn: true,
  screenOn: false,
  peerMuted: true,
  peerCameraOn: false,
  peerScreenOn: false,
  problem: undefined,
  hints: [],
  encryption: { emoji: ['🐶', '🌵', '🎲', '🚲'], peerKey: 'first', verified: false },
  canShareScreen: true,
  canSwitchCamera: true,
  localStream: createStream(),
  remoteStream: createStream(),
  remoteScreen: undefined,
};

const show = (session: CallSession, shown: MediaView | undefined = media, more = {}): CallView =>
  toCallView(session, {
    peer: BEN,
    media: shown,
    canPreview: true,
    canRate: false,
    actions: ACTIONS,
    ...more,
  });

describe('what a person may do: an absent action is not allowed', () => {
  const own = ['setCamera', 'setMuted', 'switchCamera'];
  const talking = ['hangUp', 'setScreen', 'confirmEncryption', 'denyEncryption', ...own];
  const provisional = {
    ...base,
    phase: 'provisional',
    remoteDeviceId: bensDevice,
    giveUpAtMs: 9,
    acceptedAtMs: 2,
    connectedAtMs: null,
  } as const;
  test.each<[string, CallSession, string[]]>([
    ['dialing', { ...base, phase: 'dialing', giveUpAtMs: 9 }, ['cancel', ...own]],
    ['ringing', { ...base, phase: 'ringing', ringExpiresAtMs: 9 }, ['cancel', ...own]],
    ['provisional', provisional, talking],
    ['incoming', incoming, ['accept', 'decline', 'setPreview']],
    ['answering', { ...base, phase: 'answering', giveUpAtMs: 9, early: null }, talking],
    ['moving', { ...base, phase: 'moving', giveUpAtMs: 9 }, talking],
    [
      'connecting',
      { ...base, phase: 'connecting', remoteDeviceId: bensDevice, giveUpAtMs: 9, acceptedAtMs: 2 },
      talking,
    ],
    ['connected', connected, talking],
    ['ended', { ...base, phase: 'ended', ...end }, ['dismiss']],
  ])('%s', (_, session, allowed) => {
    expect(Object.keys(show(session).actions).toSorted()).toEqual(allowed.toSorted());
    // Without media there is nothing to mute, to share or to check.
    const without = toCallView(session, {
      peer: BEN,
      media: undefined,
      canPreview: false,
      canRate: false,
      actions: ACTIONS,
    });
    const bare = ['cancel', 'accept', 'decline', 'hangUp', 'dismiss'];
    expect(Object.keys(without.actions).toSorted()).toEqual(
      allowed.filter((name) => bare.includes(name)).toSorted(),
    );
  });

  test('only what the platform can do, and only what has not been done', () => {
    const verified = { ...media, encryption: { peerKey: 'known', verified: true } } as const;
    const bare: MediaView = { ...verified, canShareScreen: false, canSwitchCamera: false };
    expect(Object.keys(show(connected, bare).actions).toSorted()).toEqual([
      'hangUp',
      'setCamera',
      'setMuted',
    ]);
    const over = { ...base, phase: 'ended', ...end } as const;
    expect(Object.keys(show(over, media, { canRate: true }).actions)).toEqual(['dismiss', 'rate']);
  });
});

describe('what a person sees', () => {
  test('the media as it is, and the streams themselves', () => {
    expect(show(connected)).toMatchObject({
      phase: 'connected',
      connectedAtMs: 3,
      cameraOn: true,
      peerMuted: true,
      reconnecting: false,
      path: 'relay',
    });
    expect(show(connected).localStream).toBe(media.localStream);
    expect(show(connected).remoteStream).toBe(media.remoteStream);
  });

  test('an accept that the server has not confirmed, and a call that is being taken over, look like connecting', () => {
    expect(show({ ...base, phase: 'answering', giveUpAtMs: 9, early: null }).phase).toBe('connecting');
    expect(show({ ...base, phase: 'moving', giveUpAtMs: 9 }).phase).toBe('connecting');
  });

  test('CALL-42: who has accepted over the data channel is talked to, before the server has said so', () => {
    const session = {
      ...base,
      phase: 'provisional',
      remoteDeviceId: bensDevice,
      giveUpAtMs: 9,
      acceptedAtMs: 2,
    } as const;
    expect(show({ ...session, connectedAtMs: null }).phase).toBe('connecting');
    expect(show({ ...session, connectedAtMs: 3 })).toMatchObject({ phase: 'connected', connectedAtMs: 3 });
  });

  test('CALL-44: before the accept nothing of the other side is seen, though it may be there', () => {
    const shown = show(incoming);
    expect(shown).toMatchObject({ preconnected: true, remoteStream: undefined, remoteScreen: undefined });
    expect(shown.path).toBeUndefined();
    expect(show(connected).preconnected).toBe(false);
  });

  test('media that is being brought back, and a page that may come back', () => {
    expect(show({ ...connected, giveUpAtMs: 99 })).toMatchObject({ reconnecting: true, peerAway: false });
    const away = show({ ...connected, giveUpAtMs: 99, peerAway: true });
    expect(away).toMatchObject({ reconnecting: true, peerAway: true });
  });

  test('CALL-28: a call that failed after the accept found no route; one that was refused says why', () => {
    const failed = { ...base, phase: 'ended', ...end, outcome: 'failed' } as const;
    expect(show(failed).problem).toBe('noRoute');
    const refused = show({ ...failed, refused: 'call_unavailable' });
    expect(refused.problem).toBeUndefined();
    expect(refused.ended?.refused).toBe('call_unavailable');
  });

  test('CALL-61: where nothing genuine came, that is the reason and not the route', () => {
    const failed = { ...base, phase: 'ended', ...end, outcome: 'failed' } as const;
    expect(show(failed, { ...media, problem: 'notGenuine' }).problem).toBe('notGenuine');
  });
});

test('phases are passed in order, and ended comes after all', () => {
  expect(hasReached({ phase: 'connected' }, 'ringing')).toBe(true);
  expect(hasReached({ phase: 'incoming' }, 'connecting')).toBe(false);
  expect(hasReached({ phase: 'ended' }, 'connected')).toBe(true);
});
