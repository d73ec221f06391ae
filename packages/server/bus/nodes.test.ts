import { DeviceId, CLOSE } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBroker } from '../testing/broker.ts';
import type { Broker } from '../testing/broker.ts';
import { connectDevice } from '../testing/device.ts';
import { createPair, ring } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let broker: Broker;
let here: TestServer;
let there: TestServer;

beforeAll(async () => {
  broker = await startBroker();
  here = await createTestServer({ config: { natsUrl: broker.url } });
  there = await createTestServer({ config: { natsUrl: broker.url }, database: here.database });
});

afterAll(async () => {
  await there.close();
  await here.close();
  await broker.stop();
  expect([...here.errors, ...there.errors]).toEqual([]);
});

test('CALL-5, CALL-13: a call between two nodes rings, passes signals both ways and ends on both', async () => {
  const pair = await createPair(here.origin);
  const far = await connectDevice(there.origin, pair.callee);
  const { id: callId } = await ring(pair);
  expect((await far.take('call.ringing')).call.id).toBe(callId);
  await far.call('call.accept', { callId });
  expect((await pair.phone.take('call.accepted')).call.calleeDeviceId).toBe(far.deviceId);
  const signal = { kind: 'offer', negotiation: 1, sdp: 'v=0' } as const;
  await pair.phone.call('call.signal', { callId, signal });
  expect((await far.take('call.signalled')).signal).toEqual(signal);
  await far.call('call.signal', { callId, signal: { ...signal, kind: 'answer' } });
  expect((await pair.phone.take('call.signalled')).signal.kind).toBe('answer');
  await far.call('call.hang-up', { callId, because: 'completed' });
  expect((await pair.phone.take('call.ended')).call.outcome).toBe('completed');
  // The node that did not end it has forgotten its route all the same.
  expect(await pair.phone.fail('call.signal', { callId, signal })).toBe('call_over');
});

test('WIRE-7, WIRE-11: superseding and signing out reach the sockets of other nodes', async () => {
  const { caller, phone } = await createPair(here.origin);
  const moved = await connectDevice(there.origin, caller, { deviceId: DeviceId.parse(phone.deviceId) });
  expect(await phone.closed).toBe(CLOSE.superseded);
  await caller.call('signOut', {});
  expect(await moved.closed).toBe(CLOSE.signedOut);
});
