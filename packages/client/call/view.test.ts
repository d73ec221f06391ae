import type { CallSession } from '@parley/core';
import type { CallId } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
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
  setMuted: nothing,
  setCamera: nothing,
  dismiss: nothing,
};
const base = {
  callId: fakeId(1, 'f') as CallId,
  peerId: BEN.id,
  kind: 'audio',
  direction: 'outgoing',
  route: 'direct',
  version: 1,
} as const;
const end = { outcome: 'completed', elsewhere: false, durationMs: 5, refused: null, leaving: null } as const;
const connected = {
  ...base,
  phase: 'connected',
  connectedAtMs: 3,
  acceptedAtMs: 2,
  giveUpAtMs: null,
} as const;
const { createStream } = new FakeMedia().ports;
const media: MediaView = {
  muted: false,
  cameraOn: true,
  peerMuted: true,
  peerCameraOn: false,
  problem: undefined,
  localStream: createStream(),
  remoteStream: createStream(),
};

describe('what a person may do: an absent action is not allowed', () => {
  const own = ['setCamera', 'setMuted'];
  test.each<[string, CallSession, string[]]>([
    ['dialing', { ...base, phase: 'dialing', giveUpAtMs: 9 }, ['cancel', ...own]],
    ['ringing', { ...base, phase: 'ringing', ringExpiresAtMs: 9 }, ['cancel', ...own]],
    ['incoming', { ...base, phase: 'incoming', ringExpiresAtMs: 9 }, ['accept', 'decline']],
    ['answering', { ...base, phase: 'answering', giveUpAtMs: 9 }, ['hangUp', ...own]],
    ['connecting', { ...base, phase: 'connecting', giveUpAtMs: 9, acceptedAtMs: 2 }, ['hangUp', ...own]],
    ['connected', connected, ['hangUp', ...own]],
    ['ended', { ...base, phase: 'ended', ...end }, ['dismiss']],
  ])('%s', (_, session, allowed) => {
    expect(Object.keys(toCallView(session, BEN, media, ACTIONS).actions).toSorted()).toEqual(
      allowed.toSorted(),
    );
    // Without media there is nothing to mute.
    const without = Object.keys(toCallView(session, BEN, undefined, ACTIONS).actions);
    expect(without.toSorted()).toEqual(allowed.filter((name) => !own.includes(name)).toSorted());
  });
});

describe('what a person sees', () => {
  test('the media as it is, and the streams themselves', () => {
    expect(toCallView(connected, BEN, media, ACTIONS)).toMatchObject({
      phase: 'connected',
      connectedAtMs: 3,
      cameraOn: true,
      peerMuted: true,
      reconnecting: false,
    });
    expect(toCallView(connected, BEN, media, ACTIONS).localStream).toBe(media.localStream);
  });

  test('an accept that the server has not confirmed looks like connecting', () => {
    expect(toCallView({ ...base, phase: 'answering', giveUpAtMs: 9 }, BEN, media, ACTIONS).phase).toBe(
      'connecting',
    );
  });

  test('media that is being brought back', () => {
    expect(toCallView({ ...connected, giveUpAtMs: 99 }, BEN, media, ACTIONS).reconnecting).toBe(true);
  });

  test('CALL-28: a call that failed after the accept found no route; one that was refused says why', () => {
    const failed = { ...base, phase: 'ended', ...end, outcome: 'failed' } as const;
    expect(toCallView(failed, BEN, media, ACTIONS).problem).toBe('noRoute');
    const refused = toCallView({ ...failed, refused: 'call_unavailable' }, BEN, media, ACTIONS);
    expect(refused.problem).toBeUndefined();
    expect(refused.ended?.refused).toBe('call_unavailable');
  });
});

test('phases are passed in order, and ended comes after all', () => {
  expect(hasReached({ phase: 'connected' }, 'ringing')).toBe(true);
  expect(hasReached({ phase: 'incoming' }, 'connecting')).toBe(false);
  expect(hasReached({ phase: 'ended' }, 'connected')).toBe(true);
});
