import { isRelayOnly } from '@parley/core';
import type { DeviceId } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, fakeId } from '../testing/index.ts';
import { createIdentities, createMemoryIdentityStorage } from './identity/index.ts';
import type { DeviceIdentity } from './identity/index.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  ICE_SERVERS,
  benAccepts,
  benOffers,
  benOffersOpenly,
  callWords,
  createCallWorld,
  inShort,
  ringBen,
  ringFromBen,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const ANSWER = { kind: 'answer', connection: 1, negotiation: 1, sdp: 'answer to theirs' };
const RELAYED = 'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 0.0.0.0 rport 0';

function accept({ client }: CallWorld): void {
  client.calls.get(BENS_CALL)?.actions.accept?.();
}

/** What follows the accept: the offer to this very device, with what was found meanwhile. */
async function offer(world: CallWorld, candidate?: string): Promise<void> {
  const { signal, ...placed } = await benOffers(world, BENS_CALL);
  const sdp = candidate === undefined ? signal.sdp : `${signal.sdp}a=${candidate}\r\n`;
  const frame = { type: 'call.signalled', callId: BENS_CALL, fromDeviceId: BENS_DEVICE } as const;
  world.server.emit({ ...frame, ...placed, signal: { ...signal, sdp } });
  await settle();
}

async function strangersIdentity(): Promise<DeviceIdentity> {
  const identity = await createIdentities(createMemoryIdentityStorage(), () => Date.now()).of(BEN.id);
  if (identity === undefined) throw new Error('there is no WebCrypto');
  return identity;
}

describe('a call that rings here, with an offer for whoever answers', () => {
  test('CALL-20, CALL-45: makes nothing; the accept answers it, and says nothing before the server has agreed', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world);
    expect(world.media.log).toEqual([]);
    world.server.frames['call.accept'] = () => undefined;
    accept(world);
    await settle();
    expect(world.media.connections).toHaveLength(1);
    const { configuration, localDescription } = world.media.connection;
    expect(configuration).toMatchObject({ iceServers: ICE_SERVERS, iceTransportPolicy: 'all' });
    expect(localDescription?.type).toBe('answer');
    world.media.connection.finds('candidate:early');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signals(world)).toEqual([]);
  });

  test('CALL-45: once agreed, the answer and what was found are told; the offer that follows adds only candidates', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world);
    accept(world);
    await settle();
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
    world.media.connection.finds('candidate:mine');
    await vi.advanceTimersByTimeAsync(10);
    expect(signals(world).at(-1)).toMatchObject({ kind: 'candidates', connection: 1, negotiation: 1 });
    await offer(world, RELAYED);
    const { connection, connections } = world.media;
    expect(connections).toHaveLength(1);
    expect(connection.candidates).toEqual([{ candidate: RELAYED, sdpMLineIndex: 0 }]);
    expect(signals(world).filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    connection.connects();
    await settle();
    expect(world.client.calls.get(BENS_CALL)?.phase).toBe('connected');
  });

  test('CALL-45: only the first is kept, whatever else is offered', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world);
    await benOffersOpenly(world, { by: strangersIdentity(), name: 'other' });
    accept(world);
    await settle();
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
  });

  test.each([
    ['for somebody else', { to: BEN.id }],
    ['for a device, which it was not known to be', { to: fakeId(5, 'd') as DeviceId }],
  ])('CALL-61: signed %s it is refused, and the offer to this device is not the same', async (_, signed) => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world, signed);
    accept(world);
    await settle();
    expect(world.media.connection.remoteDescription).toBeNull();
    expect(world.client.calls.get(BENS_CALL)?.problem).toBe('notGenuine');
    expect(signals(world)).toEqual([]);
  });

  test('CALL-63: an offer to this device by another key adds nothing', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world, { by: strangersIdentity() });
    accept(world);
    await settle();
    await offer(world, RELAYED);
    expect(world.media.connection.candidates).toEqual([]);
    expect(world.client.calls.get(BENS_CALL)?.problem).toBe('notGenuine');
  });

  test('PRIV-3, CALL-45: where the route has become stricter, nothing of what gathered directly is told, and the relay’s connection answers', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    await benOffersOpenly(world);
    const stricter = callWords({ id: BENS_CALL, kind: 'audio', caller: BEN, callee: ANN, route: 'relay' });
    world.server.frames['call.accept'] = () => ({
      call: stricter.accepted(BENS_DEVICE, world.server.deviceId),
      iceServers: ICE_SERVERS,
    });
    accept(world);
    await settle();
    world.media.connections[0]?.finds('candidate:1 1 udp 1 10.0.0.7 50000 typ host');
    await vi.advanceTimersByTimeAsync(100);
    expect(signals(world)).toEqual([]);
    await offer(world);
    const [first, second] = world.media.connections;
    expect(first?.connectionState).toBe('closed');
    expect(second?.configuration.iceTransportPolicy).toBe('relay');
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
  });
});

test('CALL-45: where no offer came with the ring, the one that follows the accept is answered', async () => {
  const world = await createCallWorld();
  ringFromBen(world);
  accept(world);
  await settle();
  expect(world.media.connections).toEqual([]);
  await offer(world);
  expect(signals(world).map(inShort)).toEqual([ANSWER]);
});

describe('a call that rings over there, where nothing may be connected', () => {
  test('CALL-40: an offer without an address is left for whoever answers; the same follows the accept', async () => {
    const world = await createCallWorld();
    const { words } = ringBen(world);
    await settle();
    const host = 'candidate:1 1 udp 1 10.0.0.7 50000 typ host';
    world.media.connection.finds(host);
    await vi.advanceTimersByTimeAsync(1_000);
    const offered = world.server.received.flatMap((frame) => (frame.type === 'call.offer' ? [frame] : []));
    expect(offered.map(({ signal }) => inShort(signal))).toEqual([
      { kind: 'offer', connection: 1, negotiation: 1, sdp: 'offer 1' },
    ]);
    expect(offered.every(({ signal }) => isRelayOnly(signal) && !signal.sdp.includes('a=candidate'))).toBe(
      true,
    );
    expect(signals(world)).toEqual([]);
    benAccepts(world, words());
    await settle();
    expect(world.media.connections).toHaveLength(1);
    expect(signals(world).map(inShort)).toEqual([
      { kind: 'offer', connection: 1, negotiation: 1, sdp: 'offer 1' },
    ]);
    const [told] = signals(world);
    // Signed anew, for the device that has answered.
    expect(told?.kind === 'offer' && told.attestation.signature).not.toBe(
      offered[0]?.signal.attestation.signature,
    );
  });
});
