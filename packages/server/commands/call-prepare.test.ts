import { randomUUID } from 'node:crypto';
import { AccountId, MAX_PRECONNECTED_DEVICES } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attach, createCodeLog, newPhone } from '../testing/codes.ts';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { createReachablePair, RELAY, untilReachable } from '../testing/early.ts';
import { recordEffects } from '../testing/effects.ts';
import { createPair, newCallId, newHandle, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { moveRollout } from '../testing/rollout.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { TEST_KEY } from '../testing/signals.ts';

const codes = createCodeLog();
let server: TestServer;
let pair: Pair;

beforeAll(async () => {
  server = await createTestServer({ config: { turn: RELAY }, log: codes.log });
});
beforeEach(async () => {
  pair = await createReachablePair(server);
});
afterAll(async () => {
  await server.close();
  expect(codes.errors).toEqual([]);
});

const prepare = (device: TestDevice, callee: TestPerson) =>
  device.call('call.prepare', { calleeId: callee.me.person.id });
const idsOf = (devices: readonly { deviceId: string }[]): string[] =>
  devices.map(({ deviceId }) => deviceId).toSorted();
const switchOff = (person: TestPerson) =>
  person.call('putCallPrivacy', { body: { ...person.me.callPrivacy, preconnect: false } });

test('CALL-30, CALL-37: names the devices that are there, and what is needed to connect to them', async () => {
  const prepared = await prepare(pair.phone, pair.callee);
  expect(prepared).toMatchObject({ route: 'direct', preconnect: 'path' });
  expect(idsOf(prepared.devices)).toEqual(idsOf([pair.desk, pair.tablet]));
  expect(prepared.devices.every(({ identityKey }) => identityKey === TEST_KEY)).toBe(true);
  expect(prepared.iceServers.flatMap(({ urls }) => urls)).toEqual(RELAY.urls);
  // And the invite that follows says the same.
  const frame = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'video' } as const;
  const invited = await pair.phone.call('call.invite', frame);
  expect(invited.call).toMatchObject({ state: 'ringing', route: 'direct', preconnect: 'path' });
  expect(idsOf(invited.devices)).toEqual(idsOf(prepared.devices));
});

test('CALL-30: writes nothing, rings nobody and tells nobody', async () => {
  const effects = recordEffects(server.ports);
  for (let times = 0; times < 5; times += 1) await prepare(pair.phone, pair.callee);
  await Promise.all([pair.laptop, pair.desk, pair.tablet].map((device) => device.settle()));
  expect(effects).toEqual([]);
  const heard = [pair.laptop, pair.desk, pair.tablet].flatMap(({ events }) => events);
  expect(heard.filter(({ type }) => type.startsWith('call.'))).toEqual([]);
  expect(
    await server.ports.stores.calls.findLiveOfPair(pair.caller.me.person.id, pair.callee.me.person.id),
  ).toBe(undefined);
});

describe('refused', () => {
  const NOBODY = { code: 'call_unavailable' };

  test.each<[why: string, prepared: (pair: Pair) => Promise<unknown>]>([
    [
      'blocked',
      ({ caller, callee }) => callee.call('block', { params: { handle: caller.me.person.handle } }),
    ],
    [
      'switched off',
      ({ callee }) => callee.call('putCallSettings', { body: { ...callee.me.callSettings, enabled: false } }),
    ],
    [
      'in no audience',
      ({ caller, callee }) => callee.call('unfollow', { params: { handle: caller.me.person.handle } }),
    ],
  ])('CALL-30, CON-9: %s looks like nobody there, to prepare as to invite', async (_why, change) => {
    await change(pair);
    const calleeId = pair.callee.me.person.id;
    const nobodyId = AccountId.parse(randomUUID());
    for (const id of [calleeId, nobodyId, pair.caller.me.person.id]) {
      expect(await pair.phone.ask('call.prepare', { calleeId: id })).toEqual(NOBODY);
      const invite = { callId: newCallId(), calleeId: id, kind: 'audio' } as const;
      expect(await pair.phone.ask('call.invite', invite)).toEqual(NOBODY);
    }
  });

  test('CALL-30, CON-2: and where the caller has no calls, by that name', async () => {
    const ios = await connectDevice(server.origin, pair.caller, { platform: 'ios', signs: true });
    await moveRollout(server.ports, { ios: { state: 'off' } });
    expect(await ios.fail('call.prepare', { calleeId: pair.callee.me.person.id })).toBe(
      'calls_not_rolled_out',
    );
    await moveRollout(server.ports, { ios: { state: 'on' } });
  });

  test('CALL-30, CALL-8: while the pair is in a call; where they ring me there is nothing to prepare', async () => {
    const call = await ring(pair);
    expect(await pair.laptop.fail('call.prepare', { calleeId: pair.callee.me.person.id })).toBe(
      'already_in_call',
    );
    const theirs = await pair.desk.call('call.prepare', { calleeId: pair.caller.me.person.id });
    expect(theirs).toEqual({ route: call.route, preconnect: 'none', devices: [], iceServers: [] });
    await pair.desk.call('call.accept', { callId: call.id });
    for (const device of [pair.phone, pair.laptop]) {
      expect(await device.fail('call.prepare', { calleeId: pair.callee.me.person.id })).toBe(
        'already_in_call',
      );
    }
    expect(await pair.tablet.fail('call.prepare', { calleeId: pair.caller.me.person.id })).toBe(
      'already_in_call',
    );
  });
});

describe('named are', () => {
  test.each<[why: string, change: (pair: Pair) => Promise<unknown>]>([
    ['the callee has switched it off', ({ callee }) => switchOff(callee)],
    ['the caller has', ({ caller }) => switchOff(caller)],
    [
      'a stranger calls',
      async ({ caller, callee }) => {
        const audiences = { ...callee.me.callSettings.audiences, everyone: true };
        await callee.call('putCallSettings', { body: { ...callee.me.callSettings, audiences } });
        await callee.call('unfollow', { params: { handle: caller.me.person.handle } });
      },
    ],
  ])('CALL-36, CALL-37, PRIV-9: no devices where %s, though it may ring', async (_why, change) => {
    await change(pair);
    expect(await prepare(pair.phone, pair.callee)).toMatchObject({ preconnect: 'none', devices: [] });
    const frame = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'audio' } as const;
    expect(await pair.phone.call('call.invite', frame)).toMatchObject({
      call: { preconnect: 'none' },
      devices: [],
    });
  });

  test.each([
    ['without a relay', { turn: undefined }],
    ['where the operator has switched it off', { turn: RELAY, preconnect: 'off' as const }],
  ])('CALL-36: none %s', async (_why, config) => {
    const other = await createTestServer({ config });
    const there = await createPair(other.origin, { signs: true });
    expect(await prepare(there.phone, there.callee)).toMatchObject({ preconnect: 'none', devices: [] });
    expect(there.caller.me.preconnectAvailable).toBe(false);
    await other.close();
  });

  test('CALL-37: the newest four, only those that sign, and only where calls are', async () => {
    const { origin, ports } = server;
    // No key: it rings, but is not connected early.
    await connectDevice(origin, pair.callee);
    const ios = await connectDevice(origin, pair.callee, { platform: 'ios', signs: true });
    await untilReachable(ports, pair, [pair.desk.deviceId, pair.tablet.deviceId, ios.deviceId]);
    await moveRollout(ports, { ios: { state: 'off' } });
    expect(idsOf((await prepare(pair.phone, pair.callee)).devices)).toEqual(idsOf([pair.desk, pair.tablet]));
    await moveRollout(ports, { ios: { state: 'on' } });
    const later: TestDevice[] = [ios];
    while (later.length < MAX_PRECONNECTED_DEVICES + 1) {
      later.push(await connectDevice(origin, pair.callee, { signs: true }));
      const newest = async () => (await prepare(pair.phone, pair.callee)).devices[0]?.deviceId;
      await expect.poll(newest, { interval: 10, timeout: 4_000 }).toBe(later.at(-1)?.deviceId);
    }
    expect(idsOf((await prepare(pair.phone, pair.callee)).devices)).toEqual(idsOf(later.slice(1)));
  });

  test('CALL-37, PRIV-9: a stranger who may not call learns of no device', async () => {
    const stranger = await signUpPerson(server.origin, newHandle());
    const device = await connectDevice(server.origin, stranger, { signs: true });
    expect(await device.ask('call.prepare', { calleeId: pair.callee.me.person.id })).toEqual({
      code: 'call_unavailable',
    });
  });
});

test('CALL-36: the caller’s video early, for a video call, where the callee’s book holds the caller', async () => {
  const { caller, callee } = pair;
  const calleeId = callee.me.person.id;
  await caller.call('putCallPrivacy', { body: { ...caller.me.callPrivacy, earlyVideo: true } });
  expect((await prepare(pair.phone, pair.callee)).preconnect).toBe('path');
  const number = newPhone();
  await attach(codes, caller, 'phone', number);
  await callee.call('importContacts', { body: { entries: [{ phones: [number], emails: [] }] } });
  expect((await prepare(pair.phone, pair.callee)).preconnect).toBe('earlyVideo');
  for (const [kind, preconnect] of [
    ['audio', 'path'],
    ['video', 'earlyVideo'],
  ] as const) {
    const { call } = await pair.phone.call('call.invite', { callId: newCallId(), calleeId, kind });
    expect(call.preconnect).toBe(preconnect);
    await pair.phone.call('call.cancel', { callId: call.id });
  }
  expect(await caller.call('getMe', {})).toMatchObject({
    callPrivacy: { enhanced: false, preconnect: true, earlyVideo: true },
    preconnectAvailable: true,
  });
});
