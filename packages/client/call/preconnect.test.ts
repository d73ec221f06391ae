import { isRelayOnly } from '@parley/core';
import type { CallId, DeviceId, Preconnect, ReachableDevice, Signal } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, fakeId } from '../testing/index.ts';
import { fakeSdp } from './fake-media.fixture.ts';
import type { FakePeerConnection } from './fake-media.fixture.ts';
import { attest, createIdentities, createMemoryIdentityStorage } from './identity/index.ts';
import type { DeviceIdentity } from './identity/index.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  ICE_SERVERS,
  benOffers,
  callWords,
  createCallWorld,
  inShort,
  phase,
  ringFromBen,
  sent,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWords, CallWorld } from './scripted-call.fixture.ts';

stopTime();

const STATE = { type: 'state', muted: false, cameraOn: false, screenOn: false, videoPaused: false };
const HOST = 'candidate:1 1 udp 1 10.0.0.7 50000 typ host';
const RELAY = 'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 203.0.113.7 rport 50000';

/** What a connection sends, by the order of its transceivers. */
const sends = ({ transceivers }: FakePeerConnection): (string | undefined)[] =>
  transceivers.map(({ sender }) => sender.track?.kind);
const saysAccept = ({ channel }: FakePeerConnection): number =>
  channel.sent.filter((text) => text === '{"type":"accept"}').length;

/** Ben rings Ann's device and offers it a connection. */
async function createEarlyCall(preconnect: Preconnect = 'path'): Promise<CallWorld & { words: CallWords }> {
  const world = await createCallWorld();
  const words = ringFromBen(world, 'video', BENS_CALL, 'direct', preconnect);
  const placed = await benOffers(world, BENS_CALL);
  emit(world, placed.signal, placed);
  await settle();
  return { ...world, words };
}

function emit({ server }: CallWorld, signal: Signal, place: { run: number; seq: number }): void {
  const frame = { callId: BENS_CALL, fromDeviceId: BENS_DEVICE, run: place.run, seq: place.seq, signal };
  server.emit({ type: 'call.signalled', ...frame });
}

describe('CALL-41: while it rings here', () => {
  test('an offer is answered through the relay, without a track, a camera or a microphone', async () => {
    const world = await createEarlyCall();
    expect(world.media.log).toEqual(['generateCertificate', 'createPeerConnection']);
    expect(world.media.connection.configuration).toMatchObject({
      iceTransportPolicy: 'relay',
      iceServers: ICE_SERVERS,
    });
    expect(signals(world).map(inShort)).toEqual([
      { kind: 'answer', connection: 1, negotiation: 1, sdp: 'answer to theirs' },
    ]);
    for (const candidate of [HOST, RELAY]) world.media.connection.finds(candidate);
    await vi.advanceTimersByTimeAsync(100);
    world.media.connection.connects();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(signals(world)).toHaveLength(2);
    expect(signals(world).every(isRelayOnly)).toBe(true);
    expect(world.media.connection.channel.sent).toEqual([]);
    expect(world.media.log).toEqual(['generateCertificate', 'createPeerConnection']);
    const view = world.client.calls.get(BENS_CALL);
    expect(view).toMatchObject({ phase: 'incoming', preconnected: true });
    expect(view?.remoteStream?.getTracks() ?? []).toEqual([]);
  });

  test('CALL-76: the first picture’s bounds are set before there is anything to send', async () => {
    const world = await createEarlyCall();
    const [, camera] = world.media.connection.transceivers;
    expect(camera?.sender.getParameters().encodings).toMatchObject([{ scaleResolutionDownBy: 4 }]);
    expect(sends(world.media.connection)).toEqual([undefined, undefined, undefined]);
  });

  test('where it was not decided so, or not wished here, nothing is made', async () => {
    const undecided = await createEarlyCall('none');
    expect(undecided.media.log).toEqual([]);
    expect(signals(undecided)).toEqual([]);
  });

  test('one connection is answered, and no more of what the caller begins', async () => {
    const world = await createEarlyCall();
    for (const [connection, seq] of [
      [2, 2],
      [3, 3],
    ] as const) {
      const placed = await benOffers(world, BENS_CALL, { connection, seq });
      emit(world, placed.signal, placed);
      await settle();
    }
    expect(world.media.connections).toHaveLength(1);
    expect(signals(world)).toHaveLength(1);
  });

  test('CALL-61: an offer that was tampered with is not applied', async () => {
    const world = await createCallWorld();
    ringFromBen(world, 'video', BENS_CALL, 'direct', 'path');
    const placed = await benOffers(world, BENS_CALL);
    const sdp = fakeSdp('theirs', { fingerprint: 66 });
    emit(world, { ...placed.signal, sdp }, placed);
    await settle();
    expect(world.media.connection.remoteDescription).toBeNull();
    expect(signals(world)).toEqual([]);
    expect(world.client.calls.get(BENS_CALL)?.problem).toBe('notGenuine');
  });

  test('what the other side is done with is closed: refused, given up, answered elsewhere', async () => {
    for (const end of ['declined', 'cancelled', 'elsewhere'] as const) {
      const world = await createEarlyCall();
      if (end === 'declined') world.client.calls.get(BENS_CALL)?.actions.decline?.();
      else if (end === 'cancelled') world.server.emit({ type: 'call.ended', call: world.words.ended(end) });
      else {
        const other = fakeId(9, 'd') as DeviceId;
        world.server.emit({ type: 'call.accepted', call: world.words.accepted(BENS_DEVICE, other) });
      }
      await settle();
      expect(world.media.connection.connectionState).toBe('closed');
      expect(world.media.log).toEqual(['generateCertificate', 'createPeerConnection']);
    }
  });
});

describe('CALL-42: the accept', () => {
  test('is told over the connection at once, and until the caller shows that it was heard', async () => {
    const world = await createEarlyCall();
    world.media.connection.connects();
    world.server.frames['call.accept'] = () => undefined;
    world.client.calls.get(BENS_CALL)?.actions.accept?.();
    expect(saysAccept(world.media.connection)).toBe(1);
    expect(sent(world)).toContain('call.accept');
    await settle();
    // What is sent needs no further word of the server's, and no further offer.
    expect(sends(world.media.connection)).toEqual(['audio', 'video', undefined]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(saysAccept(world.media.connection)).toBe(3);
    world.media.connection.channel.hear(STATE);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(saysAccept(world.media.connection)).toBe(3);
    expect(signals(world)).toHaveLength(1);
  });

  test('that another device was quicker with: everything is closed', async () => {
    const world = await createEarlyCall();
    world.media.connection.connects();
    world.server.frames['call.accept'] = () => undefined;
    world.client.calls.get(BENS_CALL)?.actions.accept?.();
    await settle();
    const other = fakeId(9, 'd') as DeviceId;
    world.server.emit({ type: 'call.accepted', call: world.words.accepted(BENS_DEVICE, other) });
    await settle();
    expect(world.media.connection.connectionState).toBe('closed');
    expect(world.media.tracks.every(({ readyState }) => readyState === 'ended')).toBe(true);
    expect(phase(world)).toBe('ended');
  });
});

describe('CALL-43: the direct path', () => {
  const restart = async (world: CallWorld): Promise<void> => {
    const { signal, ...place } = await benOffers(world, BENS_CALL, { seq: 2 });
    const again = { ...signal, negotiation: 2 };
    const identity = await import('./scripted-call.fixture.ts').then((one) => one.bensIdentity());
    const sdp = fakeSdp('theirs again', { fingerprint: 200, ufrag: 'other' });
    const place_ = {
      kind: 'offer',
      callId: BENS_CALL,
      fromDeviceId: BENS_DEVICE,
      to: world.server.deviceId,
      connection: 1,
      negotiation: 2,
    } as const;
    const attestation = await attest(identity, place_, sdp, Date.now() + world.server.clockAheadMs);
    emit(world, { ...again, sdp, attestation }, place);
    await settle();
  };

  test('is not opened here before the server has agreed to the accept of this device', async () => {
    const world = await createEarlyCall();
    world.media.connection.connects();
    await restart(world);
    expect(signals(world)).toHaveLength(1);
    world.server.frames['call.accept'] = () => undefined;
    world.client.calls.get(BENS_CALL)?.actions.accept?.();
    await settle();
    expect(signals(world)).toHaveLength(1);
    expect(world.media.connection.configuration.iceTransportPolicy).toBe('relay');
    world.server.emit({
      type: 'call.accepted',
      call: world.words.accepted(BENS_DEVICE, world.server.deviceId),
    });
    await settle();
    expect(world.media.connection.configuration.iceTransportPolicy).toBe('all');
    expect(signals(world).map(inShort).at(-1)).toMatchObject({
      kind: 'answer',
      negotiation: 2,
      sdp: 'answer to theirs again',
    });
    expect(phase(world)).toBe('connected');
  });
});

interface Bens {
  deviceId: DeviceId;
  identity: DeviceIdentity;
}

/** Devices of Ben's, each with a key of its own. */
async function bensDevices(count: number): Promise<Bens[]> {
  const made = Array.from({ length: count }, async (_, at) => {
    const identity = await createIdentities(createMemoryIdentityStorage(), () => 0).of(BEN.id);
    if (identity === undefined) throw new Error('there is no WebCrypto');
    return { deviceId: fakeId(20 + at, 'd') as DeviceId, identity };
  });
  return await Promise.all(made);
}

interface Placed extends CallWorld {
  bens: Bens[];
  words: CallWords;
  callId: CallId;
  connectionOf: (ben: Bens) => FakePeerConnection;
  answer: (ben: Bens, by?: DeviceIdentity) => Promise<void>;
}

/** Ann rings devices of Ben's that may be connected. */
async function createPlacedCall(preconnect: Preconnect = 'path', count = 2): Promise<Placed> {
  const world = await createCallWorld();
  const bens = await bensDevices(count);
  const devices: ReachableDevice[] = bens.map(({ deviceId, identity }) => ({
    deviceId,
    identityKey: identity.publicKey,
  }));
  let words: CallWords | undefined;
  const { server, client } = world;
  server.frames['call.invite'] = ({ callId, kind }) => {
    words ??= callWords({ id: callId, kind, caller: ANN, callee: BEN, route: 'direct', preconnect });
    return { call: words.ringing(), iceServers: ICE_SERVERS, devices };
  };
  const callId = client.calls.place(BEN, 'video');
  await settle();
  if (words === undefined) throw new Error('the invite has not arrived');
  const index = (ben: Bens): number => bens.indexOf(ben);
  const connectionOf = (ben: Bens): FakePeerConnection => {
    const made = world.media.connections[index(ben)];
    if (made === undefined) throw new Error('there is no such connection');
    return made;
  };
  const answer = async (ben: Bens, by = ben.identity): Promise<void> => {
    const sdp = fakeSdp('answer', { fingerprint: 100 + index(ben) });
    const place = {
      kind: 'answer',
      callId,
      fromDeviceId: ben.deviceId,
      to: server.deviceId,
      connection: 1,
      negotiation: 1,
    } as const;
    const attestation = await attest(by, place, sdp, Date.now() + server.clockAheadMs);
    const signal = { kind: 'answer', connection: 1, negotiation: 1, sdp, attestation } as const;
    server.emit({ type: 'call.signalled', callId, fromDeviceId: ben.deviceId, run: 1, seq: 1, signal });
    await settle();
  };
  return { ...world, bens, words, callId, connectionOf, answer };
}

describe('CALL-40: while it rings over there', () => {
  test('every device named is offered a connection through the relay, four at most, and nothing is sent on it', async () => {
    const world = await createPlacedCall('path', 6);
    const offered = world.server.received.flatMap((frame) =>
      frame.type === 'call.signal' && frame.signal.kind === 'offer' ? [frame.toDeviceId] : [],
    );
    expect(offered).toEqual(world.bens.slice(0, 4).map(({ deviceId }) => deviceId));
    for (const ben of world.bens.slice(0, 4)) {
      await world.answer(ben);
      world.connectionOf(ben).connects();
    }
    await vi.advanceTimersByTimeAsync(3_000);
    expect(world.media.connections.map((one) => one.configuration.iceTransportPolicy)).toEqual(
      Array(4).fill('relay'),
    );
    expect(world.media.connections.flatMap(sends)).toEqual(Array(12).fill(undefined));
    expect(world.media.log.filter((one) => one.startsWith('replaceTrack'))).toEqual([]);
    expect(world.media.connections.flatMap(({ channel }) => channel.sent)).toEqual([]);
    expect(world.client.calls.get(world.callId)).toMatchObject({ phase: 'ringing', preconnected: true });
  });

  test('CALL-61: an answer that another key has signed is not applied', async () => {
    const world = await createPlacedCall();
    const [one, other] = world.bens;
    if (one === undefined || other === undefined) throw new Error('there are two');
    await world.answer(one, other.identity);
    expect(world.connectionOf(one).remoteDescription).toBeNull();
  });

  test('CALL-44: the caller’s own picture, and nothing else, is sent early where that was decided', async () => {
    const world = await createPlacedCall('earlyVideo', 1);
    const [ben] = world.bens;
    if (ben === undefined) throw new Error('there is one');
    await settle();
    expect(sends(world.connectionOf(ben))).toEqual([undefined, 'video', undefined]);
    await world.answer(ben);
    world.connectionOf(ben).connects();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sends(world.connectionOf(ben))).toEqual([undefined, 'video', undefined]);
  });
});

describe('CALL-42: an accept that comes over the connection', () => {
  async function createAnswered(): Promise<Placed & { one: Bens; other: Bens }> {
    const world = await createPlacedCall();
    const [one, other] = world.bens;
    if (one === undefined || other === undefined) throw new Error('there are two');
    for (const ben of [one, other]) {
      await world.answer(ben);
      world.connectionOf(ben).connects();
    }
    return { ...world, one, other };
  }

  test('is believed for what is sent, and the server’s word ends the doubt', async () => {
    const world = await createAnswered();
    const { one, other, server, words } = world;
    world.connectionOf(one).channel.hear({ type: 'accept' });
    await settle();
    expect(sends(world.connectionOf(one))).toEqual(['audio', 'video', undefined]);
    expect(world.connectionOf(one).channel.sent.map((text) => text.slice(0, 15))).toContain(
      '{"type":"state"',
    );
    expect(sends(world.connectionOf(other))).toEqual([undefined, undefined, undefined]);
    expect(world.connectionOf(one).configuration.iceTransportPolicy).toBe('relay');
    const before = signals(world).length;
    server.emit({ type: 'call.accepted', call: words.accepted(server.deviceId, one.deviceId) });
    await settle();
    expect(world.connectionOf(other).connectionState).toBe('closed');
    expect(phase(world)).toBe('connected');
    // The one offer after the accept: it opens the direct path (CALL-43).
    expect(signals(world).slice(before).map(inShort)).toEqual([
      { kind: 'offer', connection: 1, negotiation: 2, sdp: 'offer 2 restart' },
    ]);
    expect(world.connectionOf(one).configuration.iceTransportPolicy).toBe('all');
  });

  test('two devices accept: the one that the server names has the call, the other gets nothing more', async () => {
    const world = await createAnswered();
    const { one, other, server, words } = world;
    world.connectionOf(one).channel.hear({ type: 'accept' });
    world.connectionOf(other).channel.hear({ type: 'accept' });
    await settle();
    expect(sends(world.connectionOf(other))).toEqual([undefined, undefined, undefined]);
    server.emit({ type: 'call.accepted', call: words.accepted(server.deviceId, other.deviceId) });
    await settle();
    expect(world.connectionOf(one).connectionState).toBe('closed');
    expect(sends(world.connectionOf(other))).toEqual(['audio', 'video', undefined]);
    expect(world.client.calls.state.getState().current?.remoteStream?.getTracks()).toEqual(
      world
        .connectionOf(other)
        .transceivers.slice(0, 2)
        .map(({ receiver }) => receiver.track),
    );
  });

  test('a device that is only called accepts nothing by it', async () => {
    const world = await createEarlyCall();
    world.media.connection.connects();
    world.media.connection.channel.hear({ type: 'accept' });
    world.media.connection.channel.hear(STATE);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(world.media.log).toEqual(['generateCertificate', 'createPeerConnection']);
    expect(world.client.calls.get(BENS_CALL)?.phase).toBe('incoming');
  });
});
