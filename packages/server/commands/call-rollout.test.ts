import { AccountId } from '@parley/protocol';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { callRows, connect, createPair, newCallId, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signInOn } from '../testing/person.ts';
import { EVERYWHERE, moveRollout, NOWHERE, OFF, ON } from '../testing/rollout.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { offerOf, said } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

beforeEach(async () => {
  const version = await moveRollout(server.ports, { ...EVERYWHERE, alwaysIn: [], alwaysOut: [] });
  // The pair is told of no change but those of its test.
  await server.ports.rollout.catchUp(version, server.ports.stores.rollout.load);
  pair = await createPair(server.origin);
});

function inviteFrom(device: TestDevice, calleeId: AccountId = pair.callee.me.person.id): Promise<unknown> {
  return device.ask('call.invite', { callId: newCallId(), calleeId, kind: 'audio' });
}

const rang = (device: TestDevice): boolean => device.events.some((event) => event.type === 'call.ringing');
const calleesHandle = (): string => pair.callee.me.person.handle;

test('CON-2, ROLL-1: a device whose platform is off cannot place calls, the same person’s other device can', async () => {
  await moveRollout(server.ports, { ios: OFF });
  const iphone = await connectDevice(server.origin, pair.caller, { platform: 'ios' });
  expect(await inviteFrom(iphone)).toEqual({ code: 'calls_not_rolled_out' });
  expect(await inviteFrom(pair.phone)).toMatchObject({ call: { state: 'ringing' } });
});

test('ROLL-1, CON-10: that the laptop could call a moment ago is no permission for the phone', async () => {
  const iphone = await connectDevice(server.origin, pair.caller, { platform: 'ios' });
  await moveRollout(server.ports, { ios: OFF });
  // This node remembers what it has judged for the pair.
  await pair.phone.call('call.cancel', { callId: (await ring(pair)).id });
  expect(await inviteFrom(iphone)).toEqual({ code: 'calls_not_rolled_out' });
});

test('CON-10: a pair that could talk a moment ago cannot once the roll-out has gone back', async () => {
  await pair.phone.call('call.cancel', { callId: (await ring(pair)).id });
  await moveRollout(server.ports, { web: OFF });
  // Nobody has told the node: the statement that would ring has seen the new version.
  expect(await inviteFrom(pair.phone)).toEqual({ code: 'calls_not_rolled_out' });
  await moveRollout(server.ports, { web: ON });
  expect(await inviteFrom(pair.phone)).toMatchObject({ call: { state: 'ringing' } });
});

test('CON-9, ROLL-7: a callee without calls is answered like every other reason of the callee', async () => {
  await moveRollout(server.ports, { alwaysOut: [calleesHandle()] });
  const nobody = AccountId.parse(randomUUID());
  const replies = [await inviteFrom(pair.phone), await inviteFrom(pair.phone, nobody)];
  expect(replies).toEqual([{ code: 'call_unavailable' }, { code: 'call_unavailable' }]);
  expect(rang(pair.desk)).toBe(false);
});

test('ROLL-6: only devices of platforms that have calls ring; the others are told nothing', async () => {
  await moveRollout(server.ports, { ios: OFF });
  const iphone = await connectDevice(server.origin, pair.callee, { platform: 'ios' });
  const android = await connectDevice(server.origin, pair.callee, { platform: 'android' });
  const { id } = await ring(pair);
  expect((await android.take('call.ringing')).call.id).toBe(id);
  await iphone.settle();
  expect(rang(iphone)).toBe(false);
  // Who connects while it rings is treated alike.
  const later = await Promise.all(
    (['ios', 'android', 'other'] as const).map((platform) =>
      connectDevice(server.origin, pair.callee, { platform }),
    ),
  );
  expect(later.map(({ welcome }) => welcome.calls.length)).toEqual([0, 1, 1]);
});

for (const from of ['memory', 'the database'] as const) {
  test(`ROLL-6: a device without calls cannot answer, and it rings on for the others (from ${from})`, async () => {
    await moveRollout(server.ports, { ios: OFF });
    const iphone = await connectDevice(server.origin, pair.callee, { platform: 'ios' });
    const { id: callId } = await ring(pair);
    // A ring is handed out of memory once; the next answer is judged on the database's word.
    if (from === 'the database') server.ports.judgements.takeRing(callId);
    expect(await iphone.fail('call.accept', { callId })).toBe('calls_not_rolled_out');
    expect((await pair.desk.call('call.accept', { callId })).call.state).toBe('accepted');
  });
}

test('CALL-8, ROLL-6: calling someone who is calling me answers only where this device has calls', async () => {
  await moveRollout(server.ports, { ios: OFF });
  const iphone = await connectDevice(server.origin, pair.callee, { platform: 'ios' });
  await ring(pair);
  expect(await inviteFrom(iphone, pair.caller.me.person.id)).toEqual({ code: 'calls_not_rolled_out' });
  expect(await inviteFrom(pair.desk, pair.caller.me.person.id)).toMatchObject({
    call: { state: 'accepted' },
  });
});

test('ROLL-8: a change never cuts a running call, and its devices come back to it', async () => {
  const { id: callId } = await connect(pair);
  await moveRollout(server.ports, NOWHERE);
  await pair.phone.take('feature.changed');
  expect((await pair.phone.call('call.attest', { callId })).call.state).toBe('accepted');
  const signal = offerOf();
  await pair.phone.call('call.signal', { callId, ...said(signal) });
  expect((await pair.desk.take('call.signalled')).signal).toEqual(signal);
  const { deviceId } = pair.desk;
  const back = await connectDevice(server.origin, pair.callee, { deviceId });
  expect(back.welcome.calls.map(({ call }) => call.id)).toEqual([callId]);
  // A device that has no part in it sees no trace of it.
  const elsewhere = await connectDevice(server.origin, pair.callee);
  expect(elsewhere.welcome.calls).toEqual([]);
  expect(pair.phone.events.some((event) => event.type === 'call.ended')).toBe(false);
  await pair.phone.call('call.hang-up', { callId, because: 'completed' });
});

for (const [who, change] of [
  ['everybody', () => NOWHERE],
  ['the callee', () => ({ alwaysOut: [calleesHandle()] })],
  ['the caller', () => ({ alwaysOut: [pair.caller.me.person.handle] })],
] as const) {
  test(`ROLL-8, CON-10: what rings ends without a notice when calls are taken from ${who}`, async () => {
    const { id: callId } = await ring(pair);
    await moveRollout(server.ports, change());
    for (const device of [pair.phone, pair.desk]) {
      expect((await device.take('call.ended')).call).toMatchObject({ id: callId, outcome: 'missed' });
    }
    expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([
      { outcome: 'missed', notice: false },
    ]);
  });
}

test('ROLL-8: a change that leaves the pair its calls lets it ring on', async () => {
  const { id: callId } = await ring(pair);
  await moveRollout(server.ports, { ios: OFF });
  await pair.desk.take('feature.changed');
  expect((await pair.desk.call('call.accept', { callId })).call.state).toBe('accepted');
});

test('ROLL-7, CON-11: without calls an account sees neither the switch nor a phone icon, on that platform only', async () => {
  await moveRollout(server.ports, { ios: OFF });
  const { conversationId } = pair;
  const seen = async (platform: 'ios' | 'web' | 'other') => {
    const session = await signInOn(server.origin, pair.caller, platform);
    const { conversations } = await session.call('listConversations', {
      query: { folder: 'inbox', limit: 1 },
    });
    return [
      session.me.callsAvailable,
      (await session.call('getMe', {})).callsAvailable,
      (await session.call('getConversation', { params: { conversationId } })).callAccess,
      conversations.map(({ callAccess }) => callAccess),
    ];
  };
  expect(await seen('ios')).toEqual([false, false, 'notRolledOut', ['notRolledOut']]);
  expect(await seen('web')).toEqual([true, true, 'allowed', ['allowed']]);
  expect(await seen('other')).toEqual([true, true, 'allowed', ['allowed']]);
});
