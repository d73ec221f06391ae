import { RING_TIMEOUT_MS } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { BEN, fakeConversation, fakeId, Refusal } from '../testing/index.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  benAccepts,
  benOffers,
  createCallWorld,
  inShort,
  phase,
  ringBen,
  ringFromBen,
  sent,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';

stopTime();

const ANSWER = { kind: 'answer', connection: 1, negotiation: 1, sdp: 'answer to theirs' };

describe('placing a call', () => {
  test('CALL-13, CALL-24: the offer is made while it rings, and its candidates are sent only after the accept', async () => {
    const world = await createCallWorld();
    const { words } = ringBen(world, 'video');
    expect(phase(world)).toBe('dialing');
    await settle();
    expect(phase(world)).toBe('ringing');
    expect(world.media.connection.localDescription?.type).toBe('offer');
    world.media.connection.finds('candidate:early');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent(world)).toEqual(['call.invite', 'call.offer']);
    benAccepts(world, words());
    await settle();
    expect(phase(world)).toBe('connecting');
    expect(signals(world).map(inShort)).toEqual([
      { kind: 'offer', connection: 1, negotiation: 1, sdp: 'offer 1' },
    ]);
  });

  test('CALL-14: the connection uses the ICE servers of the answer, bundled, relay only where asked', async () => {
    const world = await createCallWorld();
    ringBen(world);
    await settle();
    expect(world.media.connection.configuration).toMatchObject({
      iceServers: [{ urls: ['turn:turn.test'], username: 'u', credential: 'c' }],
      iceTransportPolicy: 'all',
      bundlePolicy: 'max-bundle',
      certificates: [{}],
    });
  });

  test('CON-9: a refused invite ends the view with the code, and lets go of the microphone', async () => {
    const world = await createCallWorld();
    world.server.frames['call.invite'] = () => {
      throw new Refusal('call_unavailable');
    };
    const callId = world.client.calls.place(BEN, 'audio');
    await expect(world.client.calls.until(callId, 'connected')).rejects.toMatchObject({
      code: 'call_unavailable',
    });
    expect(world.client.calls.get(callId)?.ended?.refused).toBe('call_unavailable');
    expect(world.media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
    expect(world.media.connections).toHaveLength(0);
  });

  test('CALL-27: a second call at a time is not placed', async () => {
    const world = await createCallWorld();
    ringBen(world);
    expect(() => world.client.calls.place(BEN, 'audio')).toThrow(
      expect.objectContaining({ code: 'already_in_call' }),
    );
  });

  test('CALL-8: calling somebody who rings here is accepting', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    expect(world.client.calls.place(BEN, 'audio')).toBe(BENS_CALL);
    await settle();
    expect(sent(world)).toEqual(['call.accept']);
  });

  test('CALL-8: an invite answered with another call goes on as that call, answering, with the media opened once', async () => {
    const world = await createCallWorld();
    const words = ringFromBen(world);
    world.server.emit({ type: 'call.ended', call: words.ended('cancelled') });
    const other = {
      ...words.accepted(BENS_DEVICE, world.server.deviceId),
      id: fakeId(8, 'f') as typeof BENS_CALL,
    };
    world.server.frames['call.invite'] = () => ({ call: other, iceServers: [], devices: [] });
    world.client.calls.place(BEN, 'audio');
    await settle();
    expect(world.client.calls.state.getState().current).toMatchObject({
      callId: other.id,
      phase: 'connecting',
    });
    const offer = await benOffers(world, other.id);
    world.server.emit({ type: 'call.signalled', callId: other.id, fromDeviceId: BENS_DEVICE, ...offer });
    await settle();
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
    expect(world.media.log.filter((line) => line.startsWith('getUserMedia'))).toHaveLength(1);
  });

  test('CALL-8: the accepted call may be told before the answer to the invite', async () => {
    const world = await createCallWorld();
    const words = ringFromBen(world);
    world.server.emit({ type: 'call.ended', call: words.ended('cancelled') });
    const other = {
      ...words.accepted(BENS_DEVICE, world.server.deviceId),
      id: fakeId(8, 'f') as typeof BENS_CALL,
    };
    world.server.frames['call.invite'] = () => {
      world.server.emit({ type: 'call.accepted', call: other });
      return { call: other, iceServers: [{ urls: ['turn:late.test'] }], devices: [] };
    };
    world.client.calls.place(BEN, 'audio');
    await settle();
    expect(phase(world)).toBe('connecting');
    const offer = await benOffers(world, other.id);
    world.server.emit({ type: 'call.signalled', callId: other.id, fromDeviceId: BENS_DEVICE, ...offer });
    await settle();
    expect(world.media.connection.configuration.iceServers).toEqual([{ urls: ['turn:late.test'] }]);
  });
});

describe('being called', () => {
  test('is announced once, accepted, and answered to the calling device only', async () => {
    const world = await createCallWorld();
    const heard: string[] = [];
    world.client.calls.onIncoming((call) => heard.push(`${call.peer.handle} ${call.kind}`));
    const words = ringFromBen(world, 'video');
    world.server.emit({ type: 'call.ringing', call: words.ringing(), peer: BEN });
    expect(heard).toEqual(['ben video']);
    world.client.calls.state.getState().incoming[0]?.actions.accept?.();
    await settle();
    expect(phase(world)).toBe('connecting');
    const frame = {
      type: 'call.signalled',
      callId: BENS_CALL,
      ...(await benOffers(world, BENS_CALL)),
    } as const;
    world.server.emit({ ...frame, fromDeviceId: world.server.deviceId });
    await settle();
    expect(signals(world)).toEqual([]);
    world.server.emit({ ...frame, fromDeviceId: BENS_DEVICE });
    await settle();
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
    expect(world.media.connection.transceivers.map((one) => one.currentDirection)).toEqual([
      'sendrecv',
      'sendrecv',
      'sendrecv',
    ]);
    expect(world.media.connection.transceivers.map((one) => one.sender.track?.kind)).toEqual([
      'audio',
      'video',
      undefined,
    ]);
  });

  test('a video call can be accepted without the camera', async () => {
    const world = await createCallWorld();
    ringFromBen(world, 'video');
    world.client.calls.get(BENS_CALL)?.actions.accept?.({ camera: false });
    await settle();
    expect(world.media.log).toContain('getUserMedia audio');
    expect(world.client.calls.state.getState().current).toMatchObject({ kind: 'video', cameraOn: false });
  });

  test('CALL-22: the ring stops at the deadline by itself, by the server’s clock', async () => {
    const world = await createCallWorld();
    world.server.clockAheadMs = 120_000;
    world.server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    const words = ringFromBen(world);
    const late = { ...words.ringing(), id: fakeId(6, 'f') as typeof BENS_CALL };
    const ringExpiresAtMs = Date.now() + 120_000 + RING_TIMEOUT_MS;
    world.server.emit({ type: 'call.ringing', call: { ...late, ringExpiresAtMs }, peer: BEN });
    const incoming = () => world.client.calls.state.getState().incoming.map((call) => call.callId);
    expect(incoming()).toEqual([late.id]);
    await vi.advanceTimersByTimeAsync(RING_TIMEOUT_MS - 1);
    expect(incoming()).toEqual([late.id]);
    await vi.advanceTimersByTimeAsync(1);
    expect(incoming()).toEqual([]);
  });

  test('CALL-5: answered elsewhere, it stops ringing here', async () => {
    const world = await createCallWorld();
    const words = ringFromBen(world);
    world.server.emit({
      type: 'call.accepted',
      call: words.accepted(BENS_DEVICE, fakeId(9, 'd') as typeof BENS_DEVICE),
    });
    expect(world.client.calls.state.getState()).toMatchObject({ current: undefined, incoming: [] });
    expect(world.client.calls.get(BENS_CALL)?.ended).toMatchObject({ elsewhere: true });
  });

  test('CALL-10: what welcome lists rings, what it no longer lists stops', async () => {
    const world = await createCallWorld();
    const words = ringFromBen(world);
    world.server.calls = [
      { call: { ...words.ringing(), id: fakeId(6, 'f') as typeof BENS_CALL }, peer: BEN },
    ];
    world.server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(world.client.calls.state.getState().incoming.map((call) => call.callId)).toEqual([fakeId(6, 'f')]);
  });
});

test('CALL-9: a missed call is told once, to whom it was meant for', async () => {
  const world = await createCallWorld();
  const missed: string[] = [];
  world.client.calls.onMissed(({ peer, kind }) => missed.push(`${peer.handle} ${kind}`));
  const conversation = fakeConversation();
  world.server.endpoints.getConversation = () => conversation;
  const row = {
    kind: 'call',
    id: fakeId(1, 'e'),
    conversationId: conversation.id,
    seq: 1,
    createdAtMs: 1,
    callId: BENS_CALL,
    callKind: 'video',
    outcome: 'missed',
    durationMs: 0,
  };
  const tell = (authorId: string, notice: boolean): void =>
    world.server.emitRaw(JSON.stringify({ type: 'message.created', message: { ...row, authorId, notice } }));
  tell(world.server.me.person.id, true);
  tell(BEN.id, false);
  tell(BEN.id, true);
  tell(BEN.id, true);
  await settle();
  expect(missed).toEqual(['ben video']);
});
