import { isRelayOnly } from '@parley/core';
import type { CallRoute } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, createSignedInClient } from '../testing/index.ts';
import { FakeMedia } from './fake-media.fixture.ts';
import { answerCryptoAtOnce } from './instant-crypto.fixture.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  benAccepts,
  benOffers,
  callWords,
  createCallWorld,
  ringBen,
  ringFromBen,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const ROUTES: [CallRoute, RTCIceTransportPolicy][] = [
  ['direct', 'all'],
  ['relay', 'relay'],
  ['exposed', 'all'],
];
const HOST = 'candidate:1 1 udp 1 10.0.0.7 50000 typ host';
const RELAY = 'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 203.0.113.7 rport 50000';

/** All that two browsers could let slip, whatever they were told. */
async function leak({ media }: CallWorld): Promise<void> {
  for (const candidate of [HOST, RELAY]) media.connection.finds(candidate);
  await vi.advanceTimersByTimeAsync(100);
}

/** Ben’s device offers, as the caller’s does after the accept. */
async function hearOffer(world: CallWorld): Promise<void> {
  const placed = await benOffers(world, BENS_CALL);
  world.server.emit({ type: 'call.signalled', callId: BENS_CALL, fromDeviceId: BENS_DEVICE, ...placed });
  await settle();
}

const candidatesOf = (world: CallWorld): string[] =>
  signals(world).flatMap((signal) =>
    signal.kind === 'candidates' ? signal.candidates.map(({ candidate }) => candidate) : [],
  );

describe.each(ROUTES)('a call by the route %s', (route, policy) => {
  test(`PRIV-4: the caller connects by "${policy}" and is told the route`, async () => {
    const world = await createCallWorld();
    const { callId, words } = ringBen(world, 'audio', route);
    expect(world.client.calls.get(callId)?.route).toBeUndefined();
    await settle();
    expect(world.client.calls.get(callId)?.route).toBe(route);
    benAccepts(world, words());
    await settle();
    expect(world.media.connections).toHaveLength(1);
    expect(world.media.connection.configuration.iceTransportPolicy).toBe(policy);
  });

  test(`PRIV-4: so does the callee, who knows it while it rings`, async () => {
    const world = await createCallWorld();
    ringFromBen(world, 'audio', BENS_CALL, route);
    const ringing = world.client.calls.get(BENS_CALL);
    expect(ringing?.route).toBe(route);
    expect(world.media.log).toEqual([]);
    ringing?.actions.accept?.();
    await settle();
    await hearOffer(world);
    expect(world.media.connection.configuration.iceTransportPolicy).toBe(policy);
  });

  test('PRIV-7: what is let slip all the same stays here, where the call is relayed', async () => {
    const world = await createCallWorld();
    const { words } = ringBen(world, 'audio', route);
    await settle();
    benAccepts(world, words());
    await settle();
    await leak(world);
    const blanked = RELAY.replace('203.0.113.7 rport 50000', '0.0.0.0 rport 0');
    expect(candidatesOf(world)).toEqual(route === 'relay' ? [blanked] : [HOST, RELAY]);
    expect(signals(world).every(isRelayOnly)).toBe(route === 'relay');
  });
});

test('PRIV-3: an accept that makes the call stricter throws away what was prepared, and tells nothing of it', async () => {
  const world = await createCallWorld();
  const { words } = ringBen(world);
  await settle();
  const prepared = world.media.connection;
  prepared.finds(HOST);
  const accepted = words().accepted;
  benAccepts(world, { ...words(), accepted: (...of) => ({ ...accepted(...of), route: 'relay' }) });
  await settle();
  expect(prepared.connectionState).toBe('closed');
  expect(world.media.connections).toHaveLength(2);
  expect(world.media.connection.configuration.iceTransportPolicy).toBe('relay');
  await leak(world);
  expect(signals(world).map(({ kind }) => kind)).toEqual(['offer', 'candidates']);
  expect(signals(world).every(isRelayOnly)).toBe(true);
  world.media.connection.becomes('connected');
  await settle();
  expect(world.client.calls.state.getState().current).toMatchObject({ phase: 'connected', route: 'relay' });
});

test('PRIV-4, CALL-8: an invite that is answered with the other call goes by the route of that call', async () => {
  const world = await createCallWorld();
  const words = callWords({ id: BENS_CALL, kind: 'audio', caller: BEN, callee: ANN, route: 'relay' });
  world.server.frames['call.invite'] = () => ({
    call: words.accepted(BENS_DEVICE, world.server.deviceId),
    iceServers: [{ urls: ['turn:turn.test'] }],
    devices: [],
  });
  world.client.calls.place(BEN, 'audio');
  await settle();
  await hearOffer(world);
  expect(world.client.calls.state.getState().current).toMatchObject({ callId: BENS_CALL, route: 'relay' });
  expect(world.media.connections).toHaveLength(1);
  expect(world.media.connection.configuration.iceTransportPolicy).toBe('relay');
});

test('PRIV-4: the option of the wary makes a direct call a relayed one', async () => {
  answerCryptoAtOnce();
  const media = new FakeMedia();
  const world = { ...(await createSignedInClient({ relayOnly: true }, media.ports)), media };
  world.server.frames['call.signal'] = () => ({});
  const { words } = ringBen(world);
  await settle();
  benAccepts(world, words());
  await settle();
  await leak(world);
  expect(media.connection.configuration.iceTransportPolicy).toBe('relay');
  expect(signals(world).every(isRelayOnly)).toBe(true);
});
