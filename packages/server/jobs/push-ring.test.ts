import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { CallId } from '@parley/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endAtDeadline } from '../commands/call-end.ts';
import { runJob } from '../testing/jobs.ts';
import { callRows, createPair, ring } from '../testing/pair.ts';
import { createPushWorld } from '../testing/push-world.ts';
import type { PushWorld } from '../testing/push-world.ts';
import { EVERYWHERE, moveRollout, OFF } from '../testing/rollout.ts';
import { RetryLater } from './retry-later.ts';

let world: PushWorld;
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  world = await createPushWorld({ clock: () => Date.now() + aheadMs });
});

afterEach(() => world.close());

test('PUSH-3: where nobody has subscribed, a call adds no job', async () => {
  await ring(world.pair);
  expect(await world.takeJobs()).toEqual([]);
});

test('PUSH-3, PUSH-4: a ring adds a job for each subscribed device of the callee, and for nobody else’s', async () => {
  const { pair, server } = world;
  await world.subscribe(pair.callee);
  await world.subscribe(pair.caller);
  const other = await createPair(server.origin);
  await world.subscribe(other.callee);
  const { id: callId } = await ring(pair);
  expect(await world.takeJobs()).toEqual([
    { task: 'pushRing', payload: { callId, sessionId: pair.callee.sessionId } },
  ]);
});

test('PUSH-3: a call that is refused adds no job', async () => {
  const { pair } = world;
  await world.subscribe(pair.callee);
  await pair.callee.call('unfollow', { params: { handle: pair.caller.me.person.handle } });
  await expect(ring(pair)).rejects.toThrow('call_unavailable');
  expect(await world.takeJobs()).toEqual([]);
});

test('PUSH-4: a ring wakes a device also while its socket is open, urgent and for the seconds that are left', async () => {
  const subscription = await world.subscribe(world.pair.callee);
  await ring(world.pair);
  aheadMs = 20_000;
  expect(await world.runJobs()).toBe(1);
  const [push] = world.service.pushes;
  const ttl = Number(push?.headers['ttl']);
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(RING_TIMEOUT_MS / 1000 - 20);
  expect(push?.headers['urgency']).toBe('high');
  expect(push?.headers['topic']).toMatch(/^[\w-]{32}$/);
  expect(
    subscription
      .decrypt(push?.body ?? Buffer.alloc(0))
      .toString()
      .trim(),
  ).toBe('wake');
});

test('PUSH-4: two devices, two calls: no two topics are the same', async () => {
  const { pair, server } = world;
  await world.subscribe(pair.callee);
  const { id } = await ring(pair);
  await world.runJobs();
  await pair.phone.call('call.cancel', { callId: id });
  await world.runJobs();
  await ring(pair);
  await world.runJobs();
  const other = await createPair(server.origin);
  await world.subscribe(other.callee);
  await ring(other);
  await world.runJobs();
  const topics = world.service.pushes.map((push) => push.headers['topic']);
  // The second is the first one's "missed" and takes its place.
  expect(topics[1]).toBe(topics[0]);
  expect(new Set(topics).size).toBe(3);
});

test.each([
  [
    'was cancelled',
    async ({ pair }: PushWorld, callId: CallId) => {
      await pair.phone.call('call.cancel', { callId });
    },
  ],
  [
    'was answered',
    async ({ pair }: PushWorld, callId: CallId) => {
      await pair.desk.call('call.accept', { callId });
    },
  ],
  [
    'was declined',
    async ({ pair }: PushWorld, callId: CallId) => {
      await pair.desk.call('call.decline', { callId });
    },
  ],
  [
    'has rung for its time',
    async () => {
      aheadMs = RING_TIMEOUT_MS;
    },
  ],
  [
    'is not wanted any more',
    async ({ pair }: PushWorld) => {
      const off = { incomingCalls: false, missedCalls: true, messages: true };
      await pair.callee.call('putNotificationSettings', { body: off });
    },
  ],
  [
    'would wake a device that has unsubscribed',
    async ({ pair }: PushWorld) => {
      await pair.callee.call('removePushTarget', {});
    },
  ],
  [
    'would wake a device that has signed out',
    async ({ pair }: PushWorld) => {
      await pair.callee.call('signOut', {});
    },
  ],
])('PUSH-5: nothing is sent for a ring that %s before the job ran', async (_, meanwhile) => {
  await world.subscribe(world.pair.callee);
  const { id } = await ring(world.pair);
  const [job] = await world.takeJobs();
  await meanwhile(world, id);
  if (job === undefined) throw new Error('no job');
  await runJob(world.server.ports, job);
  expect(world.service.pushes).toEqual([]);
});

test('PUSH-5, CON-10: a ring that lost its permission before the job ran is not sent, and ends without a notice', async () => {
  const { pair, server } = world;
  await world.subscribe(pair.callee);
  const { id } = await ring(pair);
  // Behind the back of whoever ends rings because of it.
  await server.ports.stores.accounts.saveCallSettings(pair.callee.me.person.id, {
    ...pair.callee.me.callSettings,
    enabled: false,
  });
  expect(await world.runJobs()).toBe(0);
  expect(await server.ports.stores.calls.find(id)).toMatchObject({ state: 'ended', outcome: 'missed' });
  expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([{ notice: false }]);
  // Nor is it told of as missed.
  expect(await world.takeJobs()).toEqual([]);
});

test('PUSH-4: a device whose platform has no calls is not woken for them, and asks in vain', async () => {
  const { pair, server } = world;
  const { callee } = pair;
  await world.subscribe(callee);
  const { id } = await ring(pair);
  // The caller has calls still, and so has the callee on a phone: the ring goes on, only not here.
  await moveRollout(server.ports, { ...EVERYWHERE, web: OFF, alwaysIn: [pair.caller.me.person.handle] });
  expect(await world.runJobs()).toBe(0);
  expect((await callee.call('getNotices', {})).ringing).toEqual([]);
  expect((await server.ports.stores.calls.find(id))?.state).toBe('ringing');
});

test('PUSH-6, CON-10: a ring whose time is over is left to its deadline, whatever the callee permits by now', async () => {
  const { pair, server } = world;
  await world.subscribe(pair.callee);
  const { id } = await ring(pair);
  aheadMs = RING_TIMEOUT_MS;
  await server.ports.stores.accounts.saveCallSettings(pair.callee.me.person.id, {
    ...pair.callee.me.callSettings,
    enabled: false,
  });
  expect(await world.runJobs()).toBe(0);
  await endAtDeadline(server.ports, id);
  expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([
    { outcome: 'missed', notice: true },
  ]);
});

test('PUSH-6, PUSH-7: a service that is busy is tried again as long as it rings, and not after', async () => {
  await world.subscribe(world.pair.callee);
  await ring(world.pair);
  const [job] = await world.takeJobs();
  if (job === undefined) throw new Error('no job');
  world.service.answers.push({ status: 503 });
  await expect(runJob(world.server.ports, job)).rejects.toThrow(RetryLater);
  await runJob(world.server.ports, job);
  expect(world.service.pushes).toHaveLength(2);
  aheadMs = RING_TIMEOUT_MS;
  await runJob(world.server.ports, job);
  expect(world.service.pushes).toHaveLength(2);
});

test('PUSH-7: a subscription that is gone is forgotten, and the next ring asks nobody', async () => {
  const { pair } = world;
  await world.subscribe(pair.callee);
  const { id } = await ring(pair);
  world.service.answers.push({ status: 410 });
  expect(await world.runJobs()).toBe(1);
  expect((await pair.callee.call('getPushState', {})).subscribed).toBeNull();
  await pair.phone.call('call.cancel', { callId: id });
  await ring(pair);
  expect(await world.takeJobs()).toEqual([]);
});

test('PUSH-7: a device that has subscribed anew meanwhile is not forgotten', async () => {
  const { pair, server } = world;
  const { target } = await world.subscribe(pair.callee);
  await world.subscribe(pair.callee);
  await server.ports.stores.pushTargets.forget(pair.callee.sessionId, target);
  expect((await pair.callee.call('getPushState', {})).subscribed).toBe('web');
});
