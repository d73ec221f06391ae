import { DeviceId, CLOSE } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBroker } from '../testing/broker.ts';
import type { Broker } from '../testing/broker.ts';
import { connectDevice } from '../testing/device.ts';
import { RELAY } from '../testing/early.ts';
import { createPair, ring } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { CANDIDATES, offerOf, said } from '../testing/signals.ts';

let broker: Broker;
let here: TestServer;
let there: TestServer;

beforeAll(async () => {
  broker = await startBroker();
  const config = { natsUrl: broker.url, turn: RELAY };
  here = await createTestServer({ config });
  there = await createTestServer({ config, database: here.database });
});

afterAll(async () => {
  await there.close();
  await here.close();
  await broker.stop();
  expect([...here.errors, ...there.errors]).toEqual([]);
});

test('CALL-5, CALL-13, CALL-38: a call between two nodes rings, shows its offer, passes signals both ways and ends on both', async () => {
  const pair = await createPair(here.origin);
  const far = await connectDevice(there.origin, pair.callee);
  const { id: callId } = await ring(pair);
  expect((await far.take('call.ringing')).call.id).toBe(callId);
  const signal = offerOf();
  await pair.phone.call('call.offer', { callId, signal });
  const offered = { callId, fromDeviceId: pair.phone.deviceId, signal };
  for (const device of [far, pair.desk]) expect(await device.take('call.offered')).toMatchObject(offered);
  await far.call('call.accept', { callId });
  expect((await pair.phone.take('call.accepted')).call.calleeDeviceId).toBe(far.deviceId);
  await pair.phone.call('call.signal', { callId, ...said(signal) });
  expect((await far.take('call.signalled')).signal).toEqual(signal);
  await far.call('call.signal', { callId, ...said({ ...signal, kind: 'answer' }) });
  expect((await pair.phone.take('call.signalled')).signal.kind).toBe('answer');
  await far.call('call.hang-up', { callId, because: 'completed' });
  expect((await pair.phone.take('call.ended')).call.outcome).toBe('completed');
  // The node that did not end it has forgotten its route all the same.
  expect(await pair.phone.fail('call.signal', { callId, ...said(signal) })).toBe('call_over');
});

test('CALL-31, CALL-34: what one node has answered or moved, the other routes no more as it was', async () => {
  const pair = await createPair(here.origin, { signs: true });
  const far = await connectDevice(there.origin, pair.callee, { signs: true });
  const { id: callId } = await ring(pair);
  expect((await far.take('call.ringing')).iceServers).toBeDefined();
  const signal = offerOf();
  const toFar = { callId, toDeviceId: far.deviceId, ...said(signal) };
  await pair.phone.call('call.signal', toFar);
  expect((await far.take('call.signalled')).signal).toEqual(signal);
  await pair.desk.call('call.signal', { callId, ...said({ ...signal, kind: 'answer' }) });
  await pair.phone.take('call.signalled');
  await far.call('call.accept', { callId });
  await pair.phone.take('call.accepted');
  expect(await pair.desk.fail('call.signal', { callId, ...said(signal, 2) })).toBe('not_found');
  // A path of its own, which a relayed ring would not have let through.
  await pair.phone.call('call.signal', { callId, ...said(offerOf(CANDIDATES.host), 2) });
  expect((await far.take('call.signalled')).seq).toBe(2);
  await pair.tablet.call('call.move', { callId, version: 2 });
  await far.take('call.accepted');
  expect((await far.take('call.accepted')).call.calleeDeviceId).toBe(pair.tablet.deviceId);
  expect(await far.fail('call.signal', { callId, ...said(signal, 3) })).toBe('not_found');
  await pair.phone.call('call.hang-up', { callId, because: 'completed' });
});

test('WIRE-7, WIRE-11: superseding and signing out reach the sockets of other nodes', async () => {
  const { caller, phone } = await createPair(here.origin);
  const moved = await connectDevice(there.origin, caller, { deviceId: DeviceId.parse(phone.deviceId) });
  expect(await phone.closed).toBe(CLOSE.superseded);
  await caller.call('signOut', {});
  expect(await moved.closed).toBe(CLOSE.signedOut);
});
