import { randomUUID } from 'node:crypto';
import type { Accepted, Ringing, ServerCall } from '@parley/core';
import { AccountId, CallId, ConversationId, DeviceId } from '@parley/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLocalBus } from '../bus/local.ts';
import type { Envelope } from '../ports.ts';
import { createCallRoutes } from './call-routes.ts';
import { createEffects } from './run.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const accepted: Accepted = {
  state: 'accepted',
  id: CallId.parse(randomUUID()),
  conversationId: ConversationId.parse(randomUUID()),
  kind: 'audio',
  callerId: AccountId.parse(randomUUID()),
  calleeId: AccountId.parse(randomUUID()),
  callerDeviceId: DeviceId.parse(randomUUID()),
  route: 'direct',
  preconnect: 'none',
  calleeDeviceId: DeviceId.parse(randomUUID()),
  version: 2,
  createdAtMs: 0,
  acceptedAtMs: 1,
};

function create() {
  const bus = createLocalBus();
  const ended: CallId[] = [];
  const load = vi.fn(async (): Promise<ServerCall | undefined> => accepted);
  const routes = createCallRoutes(load, Date.now);
  const effects = createEffects({ bus, routes, clock: Date.now, ringEnded: (id) => void ended.push(id) });
  return { bus, ended, load, routes, effects };
}

test('CALL-4: a ring is looked at when it ends, and not when it was answered or over before', async () => {
  const { effects, ended } = create();
  const ids = Array.from({ length: 3 }, () => CallId.parse(randomUUID()));
  const [answered, cancelled, missed] = ids as [CallId, CallId, CallId];
  effects.run(ids.map((callId) => ({ kind: 'watchRing', callId, ringExpiresAtMs: Date.now() + 45_000 })));
  effects.run([
    { kind: 'routeCall', call: { ...accepted, id: answered } },
    { kind: 'forgetCall', callId: cancelled },
  ]);
  await vi.advanceTimersByTimeAsync(44_999);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  expect(ended).toEqual([missed]);
  effects.close();
});

test('CALL-13: signals of a call need no database, until it ends or its route may be old', async () => {
  const { effects, routes, load } = create();
  effects.run([{ kind: 'routeCall', call: accepted }]);
  for (let signal = 0; signal < 10; signal += 1) expect(await routes.find(accepted.id)).toBe(accepted);
  expect(load).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  await routes.find(accepted.id);
  await routes.find(accepted.id);
  expect(load).toHaveBeenCalledTimes(1);
  effects.run([{ kind: 'forgetCall', callId: accepted.id }]);
  await routes.find(accepted.id);
  expect(load).toHaveBeenCalledTimes(2);
});

const early: Ringing = {
  state: 'ringing',
  id: CallId.parse(randomUUID()),
  conversationId: accepted.conversationId,
  kind: 'audio',
  callerId: accepted.callerId,
  calleeId: accepted.calleeId,
  callerDeviceId: accepted.callerDeviceId,
  route: 'direct',
  preconnect: 'path',
  version: 1,
  createdAtMs: 0,
  ringExpiresAtMs: 45_000,
};

test('CALL-31: a ring that may be connected is routed too, until it has come to another version', async () => {
  const { effects, routes, load, ended } = create();
  effects.run([
    { kind: 'routeCall', call: early },
    { kind: 'watchRing', callId: early.id, ringExpiresAtMs: Date.now() + 45_000 },
    { kind: 'routeCall', call: early },
  ]);
  expect(await routes.find(early.id)).toBe(early);
  routes.forgetOlder(early.id, 1);
  expect(await routes.find(early.id)).toBe(early);
  expect(load).not.toHaveBeenCalled();
  routes.forgetOlder(early.id, 2);
  await routes.find(early.id);
  expect(load).toHaveBeenCalledTimes(1);
  // Passing its signals on is no answer: it is still looked at when its time is over.
  await vi.advanceTimersByTimeAsync(45_100);
  expect(ended).toEqual([early.id]);
});

test('CALL-38: a ring where nothing may be connected is looked up once, and what is over each time', async () => {
  const { routes, load } = create();
  load.mockResolvedValue({ ...early, preconnect: 'none' });
  for (let offer = 0; offer < 3; offer += 1) await routes.find(early.id);
  expect(load).toHaveBeenCalledTimes(1);
  const { ringExpiresAtMs: _, ...fields } = early;
  const over = { calleeDeviceId: null, acceptedAtMs: null, endedAtMs: 1, outcome: 'missed' } as const;
  load.mockResolvedValue({ ...fields, ...over, state: 'ended' });
  routes.forget(early.id);
  for (let offer = 0; offer < 3; offer += 1) await routes.find(early.id);
  expect(load).toHaveBeenCalledTimes(4);
});

test('ACC-6: effects reach the account that they name, narrowed as they say', () => {
  const { effects, bus } = create();
  const heard: Envelope[] = [];
  bus.subscribe(accepted.callerId, (envelope) => heard.push(envelope));
  const frame = { type: 'account.changed' } as const;
  const { callerId: accountId, callerDeviceId: deviceId } = accepted;
  effects.run([
    { kind: 'deliver', to: { accountId }, frame },
    { kind: 'deliver', to: { accountId, only: deviceId }, frame },
    { kind: 'deliver', to: { accountId, except: deviceId }, frame },
    { kind: 'deliver', to: { accountId, only: deviceId, platforms: ['web'] }, frame },
    { kind: 'deliver', to: { accountId: accepted.calleeId }, frame },
  ]);
  expect(heard).toEqual([
    { kind: 'frame', frame },
    { kind: 'frame', only: deviceId, frame },
    { kind: 'frame', except: deviceId, frame },
    { kind: 'frame', only: deviceId, platforms: ['web'], frame },
  ]);
});
