import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import { RELAY } from '../testing/early.ts';
import { connect, createPair, newHandle, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { moveRollout, OFF, ON } from '../testing/rollout.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { offerOf, said } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ config: { turn: RELAY }, clock: () => Date.now() + aheadMs });
});
beforeEach(async () => {
  pair = await createPair(server.origin);
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('CALL-34: a call goes on at another device; everybody learns where, and signals follow it', async () => {
  const { phone, laptop, desk, tablet } = pair;
  const call = await connect(pair);
  for (const device of [phone, laptop, desk, tablet]) await device.take('call.accepted');
  const moved = await tablet.call('call.move', { callId: call.id, version: call.version });
  expect(moved.call).toEqual({ ...call, calleeDeviceId: tablet.deviceId, version: 3 });
  expect(moved.iceServers.flatMap(({ urls }) => urls)).toEqual(RELAY.urls);
  for (const device of [phone, laptop, desk, tablet])
    expect((await device.take('call.accepted')).call).toEqual(moved.call);
  const signal = offerOf();
  await tablet.call('call.signal', { callId: call.id, ...said(signal) });
  expect(await phone.take('call.signalled')).toMatchObject({ fromDeviceId: tablet.deviceId });
  await phone.call('call.signal', { callId: call.id, ...said(signal) });
  await tablet.take('call.signalled');
  // The device that it has left is out of it.
  expect(await desk.fail('call.signal', { callId: call.id, ...said(signal) })).toBe('not_found');
  expect(await desk.fail('call.attest', { callId: call.id })).toBe('not_found');
  expect(await desk.fail('call.hang-up', { callId: call.id, because: 'completed' })).toBe('not_found');
  expect((await tablet.call('call.attest', { callId: call.id })).call).toEqual(moved.call);
  // The caller's side moves in the same way.
  const again = await laptop.call('call.move', { callId: call.id, version: 3 });
  expect(again.call).toMatchObject({
    callerDeviceId: laptop.deviceId,
    calleeDeviceId: tablet.deviceId,
    version: 4,
  });
  expect((await laptop.call('call.hang-up', { callId: call.id, because: 'completed' })).call.version).toBe(5);
});

test('CALL-34: a repeat is harmless, a late one is told so, and nothing else moves', async () => {
  const { phone, laptop, desk, tablet } = pair;
  const stranger = await connectDevice(server.origin, await signUpPerson(server.origin, newHandle()));
  const ringing = await ring(pair);
  const early = { callId: ringing.id, version: ringing.version };
  for (const device of [phone, laptop, desk, tablet])
    expect(await device.fail('call.move', early)).toBe('wrong_state');
  expect(await stranger.fail('call.move', early)).toBe('not_found');
  await desk.call('call.accept', { callId: ringing.id });
  const callId = ringing.id;
  expect(await stranger.fail('call.move', { callId, version: 2 })).toBe('not_found');
  expect(await tablet.fail('call.move', { callId, version: 1 })).toBe('answered_elsewhere');
  expect((await desk.call('call.move', { callId, version: 1 })).call.version).toBe(2);
  for (let times = 0; times < 2; times += 1)
    expect((await tablet.call('call.move', { callId, version: 2 })).call.version).toBe(3);
  await phone.call('call.hang-up', { callId, because: 'completed' });
  for (const device of [phone, laptop, desk, tablet])
    expect(await device.fail('call.move', { callId, version: 4 })).toBe('call_over');
  expect(await stranger.fail('call.move', { callId, version: 4 })).toBe('not_found');
});

test('CALL-34, ROLL-7: not to a device that calls have not reached', async () => {
  const ios = await connectDevice(server.origin, pair.callee, { platform: 'ios' });
  const { id: callId, version } = await connect(pair);
  await moveRollout(server.ports, { ios: OFF });
  await ios.take('feature.changed');
  expect(await ios.fail('call.move', { callId, version })).toBe('calls_not_rolled_out');
  await moveRollout(server.ports, { ios: ON });
  await ios.take('feature.changed');
  expect((await ios.call('call.move', { callId, version })).call.calleeDeviceId).toBe(ios.deviceId);
});

test('CALL-34: of two devices that take it over at once exactly one wins, a hundred times over', async () => {
  const { desk } = pair;
  const other = await connectDevice(server.origin, pair.callee);
  let call = await connect(pair);
  let movers = [pair.tablet, other];
  for (let round = 0; round < 100; round += 1) {
    aheadMs += 150;
    const { id: callId, version } = call;
    const replies = await Promise.all(movers.map((device) => device.ask('call.move', { callId, version })));
    const codes = replies.map((reply) => ('code' in reply ? reply.code : 'ok')).toSorted();
    expect(codes, `round ${round}`).toEqual(['answered_elsewhere', 'ok']);
    const saved = await server.ports.stores.calls.find(callId);
    if (saved?.state !== 'accepted') throw new Error(`the call is ${saved?.state}`);
    const won = movers[replies.findIndex((reply) => !('code' in reply))];
    expect(saved).toMatchObject({ calleeDeviceId: won?.deviceId, version: version + 1 });
    call = { ...call, version: saved.version };
    // The two that do not have it race for it next.
    movers = [desk, pair.tablet, other].filter(({ deviceId }) => deviceId !== won?.deviceId);
  }
}, 30_000);
