import { AWAY_TIMEOUT_MS } from '@parley/core';
import { RELOAD_GRACE_MS } from '@parley/protocol';
import type { AcceptedCall, CallId, CallRating, DeviceId } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, createTestClient, fakeConversation, fakeId } from '../testing/index.ts';
import { FakeMedia } from './fake-media.fixture.ts';
import { SILENCE_MS } from './links/control.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  benAnswers,
  callIdOf,
  callWords,
  createCallWorld,
  createConnectedCall,
  inShort,
  phase,
  ringBen,
  ringFromBen,
  sent,
  settle,
  signals,
  stateOf,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const MY_TABLET = fakeId(4, 'd') as DeviceId;

/** The same tab, loaded again: what it kept for itself is there, and nothing else. */
async function reload(world: CallWorld): Promise<CallWorld> {
  const media = new FakeMedia();
  const { client, server, ports } = createTestClient({}, media.ports, world.server, world.ports.tabStorage);
  server.received.length = 0;
  await client.account.signIn({ handle: ANN.handle, password: 'correct horse' });
  await client.online();
  await settle();
  return { client, server, ports, media };
}

/** Ann's call with Ben runs; the server answers who takes it over. */
async function createRunningCall(): Promise<CallWorld> {
  const world = await createConnectedCall();
  const [listed] = world.server.calls;
  const call = listed?.call;
  if (call?.state !== 'accepted') throw new Error('the call does not run');
  world.server.frames['call.move'] = () => ({ call, iceServers: [{ urls: ['turn:new.test'] }] });
  return world;
}

describe('CALL-52: a page that is loaded again in mid-call', () => {
  test('says so on its way out, hangs nothing up, and the next one takes the call back as the same device', async () => {
    const world = await createRunningCall();
    const { deviceId } = world.server;
    const callId = callIdOf(world);
    world.ports.leave();
    expect(world.media.connection.channel.sent.at(-1)).toBe('{"type":"away"}');
    expect(sent(world)).not.toContain('call.hang-up');
    const again = await reload(world);
    expect(again.server.deviceId).toBe(deviceId);
    expect(again.client.calls.state.getState().current).toMatchObject({
      callId,
      phase: 'connected',
      reconnecting: true,
    });
    expect(again.media.log).toContain('getUserMedia audio');
    expect(signals(again).map(inShort)).toContainEqual({
      kind: 'offer',
      connection: 2,
      negotiation: 1,
      sdp: 'offer 1',
    });
    await benAnswers(again, callId);
    again.media.connection.connects();
    await settle();
    expect(again.client.calls.state.getState().current?.reconnecting).toBe(false);
  });

  test('comes back muted and without a camera, where it was so', async () => {
    const world = await createRunningCall();
    world.client.calls.state.getState().current?.actions.setMuted?.(true);
    world.ports.leave();
    const again = await reload(world);
    await settle();
    expect(again.client.calls.state.getState().current).toMatchObject({ muted: true, cameraOn: false });
    expect(again.media.tracks.map(({ kind, enabled }) => [kind, enabled])).toEqual([['audio', false]]);
  });

  test('a crash leaves no goodbye, but a mark that is a second old at most', async () => {
    const world = await createRunningCall();
    await vi.advanceTimersByTimeAsync(30_500);
    const again = await reload(world);
    expect(phase(again)).toBe('connected');
  });

  test.each<[string, (world: CallWorld) => Promise<unknown>]>([
    ['the mark is older than 10 s', async () => await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS + 1)],
    [
      'there is none',
      async ({ ports }) => await Promise.resolve(ports.tabStorage.removeItem(`parley.call.${ANN.id}`)),
    ],
    [
      'it cannot be read',
      async ({ ports }) =>
        await Promise.resolve(ports.tabStorage.setItem(`parley.call.${ANN.id}`, '{"atMs":')),
    ],
  ])('opens nothing and ends the call where %s', async (_, spoil) => {
    const world = await createRunningCall();
    world.ports.leave();
    // The page is gone: nothing of it renews the mark.
    const goodbye = world.ports.tabStorage.getItem(`parley.call.${ANN.id}`) ?? '';
    world.client.close();
    world.ports.tabStorage.setItem(`parley.call.${ANN.id}`, goodbye);
    await spoil(world);
    const again = await reload(world);
    expect(again.media.log).toEqual([]);
    expect(sent(again)).toContain('call.hang-up');
    expect(again.client.calls.state.getState().current).toBeUndefined();
  });

  test('a call that was hung up here is not taken back', async () => {
    const world = await createRunningCall();
    world.server.frames['call.hang-up'] = () => undefined;
    // The mark of the running call is there.
    await vi.advanceTimersByTimeAsync(2_000);
    expect(world.ports.tabStorage.getItem(`parley.call.${ANN.id}`)).not.toBeNull();
    world.client.calls.state.getState().current?.actions.hangUp?.();
    world.ports.leave();
    const again = await reload(world);
    expect(again.media.log).toEqual([]);
    expect(sent(again)).toContain('call.hang-up');
  });

  test('before the accept it is as it was: a call that is being placed is cancelled', async () => {
    const world = await createCallWorld();
    ringBen(world);
    await settle();
    world.ports.leave();
    expect(sent(world).at(-1)).toBe('call.cancel');
  });

  test('signing out ends the call, whatever runs', async () => {
    const world = await createRunningCall();
    world.server.endpoints.signOut = () => ({});
    await world.client.account.signOut();
    expect(sent(world)).toContain('call.hang-up');
    expect(world.ports.tabStorage.getItem(`parley.call.${ANN.id}`)).toBeNull();
  });
});

describe('CALL-52: the other side', () => {
  test('is waited for 10 s after its goodbye, and shown as away', async () => {
    expect(AWAY_TIMEOUT_MS).toBe(RELOAD_GRACE_MS);
    const world = await createRunningCall();
    world.media.connection.channel.hear(stateOf());
    world.media.connection.channel.hear({ type: 'away' });
    const { current } = world.client.calls.state.getState();
    expect(current).toMatchObject({ phase: 'connected', reconnecting: true, peerAway: true });
    await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS - 1);
    expect(phase(world)).toBe('connected');
    await vi.advanceTimersByTimeAsync(1);
    expect(world.client.calls.state.getState().current).toMatchObject({ ended: { outcome: 'completed' } });
    expect(world.client.calls.state.getState().current?.problem).toBeUndefined();
  });

  test('is talked to again as soon as it is back', async () => {
    const world = await createRunningCall();
    world.media.connection.channel.hear({ type: 'away' });
    world.media.connection.channel.hear(stateOf());
    await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS);
    expect(phase(world)).toBe('connected');
    expect(world.client.calls.state.getState().current?.peerAway).toBe(false);
  });

  const current = (world: CallWorld) => world.client.calls.state.getState().current;
  const lose = (world: CallWorld, deviceId = BENS_DEVICE): void =>
    world.server.emit({ type: 'call.peer-gone', callId: callIdOf(world), deviceId });
  /** The heart beats each second for so long. */
  const beat = async (world: CallWorld, seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      world.media.connection.channel.hear(stateOf());
      await vi.advanceTimersByTimeAsync(1_000);
    }
  };

  test.each([
    ['before its silence is noticed', true],
    ['after', false],
  ])('that crashed is waited for 10 s: silent, and lost to the server too, told %s', async (_, first) => {
    const world = await createRunningCall();
    await beat(world, 3);
    if (first) lose(world);
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000);
    if (!first) {
      expect(current(world)).toMatchObject({ reconnecting: true, peerAway: false });
      lose(world);
    }
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: true, peerAway: true });
    await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS - 1);
    expect(phase(world)).toBe('connected');
    await vi.advanceTimersByTimeAsync(1);
    expect(current(world)).toMatchObject({ ended: { outcome: 'completed' } });
  });

  test('that has only lost its socket is not away, also when it falls silent later', async () => {
    const world = await createRunningCall();
    lose(world);
    await beat(world, 3);
    expect(current(world)).toMatchObject({ reconnecting: false, peerAway: false });
    await vi.advanceTimersByTimeAsync(SILENCE_MS + RELOAD_GRACE_MS);
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: true, peerAway: false });
  });

  test('that crashed and is back talks on', async () => {
    const world = await createRunningCall();
    await beat(world, 1);
    lose(world);
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    expect(current(world)?.peerAway).toBe(true);
    await beat(world, 15);
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: false, peerAway: false });
  });

  test('is not the device that is meant: nothing follows', async () => {
    const world = await createRunningCall();
    await beat(world, 1);
    lose(world, MY_TABLET);
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    expect(current(world)).toMatchObject({ reconnecting: true, peerAway: false });
  });
});

describe('CALL-54: a call that runs on another device of mine', () => {
  const words = callWords({ id: BENS_CALL, kind: 'audio', caller: BEN, callee: ANN });
  const onTablet = (): AcceptedCall => words.accepted(BENS_DEVICE, MY_TABLET);
  const elsewhere = (world: CallWorld) => world.client.calls.state.getState().elsewhere;

  test('is listed with whom it is with, by welcome or by its news', async () => {
    const world = await createCallWorld();
    world.server.endpoints.getConversation = () => fakeConversation();
    world.server.emit({ type: 'call.accepted', call: onTablet() });
    expect(elsewhere(world)).toMatchObject([{ callId: BENS_CALL, peer: undefined }]);
    await settle();
    expect(elsewhere(world)).toMatchObject([{ callId: BENS_CALL, peer: BEN, kind: 'audio' }]);
    world.server.emit({ type: 'call.ended', call: words.ended('completed') });
    expect(elsewhere(world)).toEqual([]);
    const other = await createCallWorld();
    other.server.calls = [{ call: onTablet(), peer: BEN }];
    other.server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(elsewhere(other)).toMatchObject([{ callId: BENS_CALL, peer: BEN }]);
  });

  test('is taken over by a press, by the version that was seen, on connections above all earlier ones', async () => {
    const world = await createCallWorld();
    world.server.emit({ type: 'call.ringing', call: words.ringing(), peer: BEN });
    world.server.endpoints.getConversation = () => fakeConversation();
    world.server.emit({ type: 'call.accepted', call: onTablet() });
    await settle();
    expect(world.media.log).toEqual([]);
    const here = { ...onTablet(), calleeDeviceId: world.server.deviceId, version: 3 };
    world.server.frames['call.move'] = () => ({ call: here, iceServers: [{ urls: ['turn:new.test'] }] });
    elsewhere(world)[0]?.continueHere?.();
    await settle();
    expect(world.server.received.find(({ type }) => type === 'call.move')).toMatchObject({ version: 2 });
    expect(world.client.calls.state.getState()).toMatchObject({
      current: { callId: BENS_CALL, phase: 'connected', reconnecting: true },
      elsewhere: [],
    });
    expect(signals(world).map(inShort)).toContainEqual(
      expect.objectContaining({ kind: 'offer', connection: 300 }),
    );
  });

  test('stays where it is while this device is in a call', async () => {
    const world = await createRunningCall();
    world.server.endpoints.getConversation = () => fakeConversation();
    world.server.emit({ type: 'call.accepted', call: onTablet() });
    await settle();
    expect(elsewhere(world)[0]?.continueHere).toBeUndefined();
  });

  test('one that is taken from this device ends here without a goodbye to the other side', async () => {
    const world = await createRunningCall();
    const [listed] = world.server.calls;
    if (listed?.call.state !== 'accepted') throw new Error('the call does not run');
    world.server.endpoints.getConversation = () => fakeConversation();
    world.server.emit({
      type: 'call.accepted',
      call: { ...listed.call, callerDeviceId: MY_TABLET, version: 3 },
    });
    await settle();
    expect(world.client.calls.state.getState().current?.ended).toMatchObject({ elsewhere: true });
    expect(world.media.connection.channel.sent).not.toContain('{"type":"hangUp"}');
    expect(sent(world)).not.toContain('call.hang-up');
    expect(world.media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
    expect(elsewhere(world)).toHaveLength(1);
  });
});

test('CALL-33: who declines a second call is busy, and says so', async () => {
  const world = await createRunningCall();
  ringFromBen(world, 'audio', fakeId(9, 'f') as CallId);
  world.client.calls.state.getState().incoming[0]?.actions.decline?.();
  expect(world.server.received.at(-1)).toMatchObject({ type: 'call.decline', busy: true });
});

describe('after a call', () => {
  function keepRatings({ server }: CallWorld): CallRating[] {
    const kept: CallRating[] = [];
    server.endpoints.putCallRating = ({ body }) => {
      kept.push(body.rating);
      return {};
    };
    return kept;
  }

  test('CALL-35: one rating can be given, also when the call has left the page', async () => {
    const world = await createRunningCall();
    const kept = keepRatings(world);
    world.client.calls.state.getState().current?.actions.hangUp?.();
    await settle();
    const over = world.client.calls.state.getState().current;
    expect(over?.actions.rate).toBeDefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(phase(world)).toBeUndefined();
    over?.actions.rate?.('poor');
    over?.actions.rate?.('good');
    await settle();
    expect(kept).toEqual(['poor']);
  });

  test('CALL-35: none where nobody was talked to', async () => {
    const world = await createCallWorld();
    ringBen(world);
    await settle();
    world.client.calls.state.getState().current?.actions.cancel?.();
    await settle();
    expect(world.client.calls.state.getState().current?.actions.rate).toBeUndefined();
  });
});
