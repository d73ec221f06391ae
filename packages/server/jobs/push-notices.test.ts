import { RING_TIMEOUT_MS } from '@parley/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endAtDeadline } from '../commands/call-end.ts';
import { connectDevice } from '../testing/device.ts';
import { connect, newHandle, open, ring, say } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createPushWorld } from '../testing/push-world.ts';
import type { PushWorld } from '../testing/push-world.ts';

let world: PushWorld;
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  world = await createPushWorld({ clock: () => Date.now() + aheadMs });
  await world.subscribe(world.pair.callee);
});

afterEach(() => world.close());

const HOUR_MS = 3_600_000;

test('PUSH-12: a call that nobody answered, or that its caller gave up, wakes the callee’s device once more', async () => {
  const { pair, server } = world;
  const { id } = await ring(pair);
  await world.runJobs();
  aheadMs = RING_TIMEOUT_MS;
  await endAtDeadline(server.ports, id);
  expect(await world.runJobs()).toBe(1);
  const again = await ring(pair);
  await world.runJobs();
  await pair.phone.call('call.cancel', { callId: again.id });
  expect(await world.runJobs()).toBe(1);
  const missed = world.service.pushes.at(-1);
  // Nobody is in a hurry any more, but it is worth telling when the phone is on again.
  expect(missed?.headers['urgency']).toBe('normal');
  expect(Number(missed?.headers['ttl'])).toBeGreaterThan(23 * 3_600);
});

test('PUSH-12: a call that a device of theirs answered or declined wakes nobody', async () => {
  const { pair } = world;
  const call = await connect(pair);
  await pair.phone.call('call.hang-up', { callId: call.id, because: 'completed' });
  const { id } = await ring(pair);
  await pair.desk.call('call.decline', { callId: id });
  expect((await world.takeJobs()).map((job) => job.task)).toEqual(['pushRing', 'pushRing']);
});

test('PUSH-5, PUSH-12: a missed call that was read, told of, removed or is a day old wakes nobody', async () => {
  const { pair } = world;
  const { conversationId } = pair;
  const miss = async () => {
    const { id } = await ring(pair);
    await pair.phone.call('call.cancel', { callId: id });
    return id;
  };
  await miss();
  const { lastSeq } = await pair.callee.call('getConversation', { params: { conversationId } });
  await pair.desk.call('message.read', { conversationId, readSeq: lastSeq });
  expect(await world.runJobs()).toBe(0);

  await pair.callee.call('seenNotices', { body: { callIds: [await miss()] } });
  expect(await world.runJobs()).toBe(0);

  await pair.callee.call('removeCall', { params: { callId: await miss() } });
  expect(await world.runJobs()).toBe(0);

  await miss();
  aheadMs = 25 * HOUR_MS;
  expect(await world.runJobs()).toBe(0);
});

test('PUSH-13: messages wake the receiver’s device, never their author’s; those that wait share one wake-up', async () => {
  const { pair } = world;
  await world.subscribe(pair.caller);
  for (const text of ['one', 'two', 'three']) await say(pair.phone, pair.conversationId, text);
  const jobs = await world.takeJobs();
  expect(jobs).toEqual([{ task: 'pushMessages', payload: { sessionId: pair.callee.sessionId } }]);
  await say(pair.phone, pair.conversationId, 'four');
  expect(await world.runJobs()).toBe(1);
  expect(world.service.pushes[0]?.headers['urgency']).toBe('normal');
});

test('PUSH-13, PUSH-5: a message that was read or told of before the job ran wakes nobody', async () => {
  const { pair } = world;
  const { conversationId } = pair;
  const { seq } = await say(pair.phone, conversationId, 'hello?');
  await pair.desk.call('message.read', { conversationId, readSeq: seq });
  expect(await world.runJobs()).toBe(0);
  const next = await say(pair.phone, conversationId, 'hello again?');
  await pair.callee.call('seenNotices', { body: { messages: [{ conversationId, seq: next.seq }] } });
  expect(await world.runJobs()).toBe(0);
});

test('PUSH-13: a request wakes nobody, and what comes after it was accepted does', async () => {
  const { server, pair } = world;
  const stranger = await signUpPerson(server.origin, newHandle());
  const conversationId = await open(stranger, pair.callee);
  const device = await connectDevice(server.origin, stranger);
  await say(device, conversationId, 'you do not know me');
  expect(await world.takeJobs()).toEqual([]);
  await pair.callee.call('acceptRequest', { params: { conversationId } });
  await say(device, conversationId, 'thank you');
  expect(await world.runJobs()).toBe(1);
});

test('PUSH-13: somebody who was followed before they wrote wakes with their first message', async () => {
  const { server, pair } = world;
  const friend = await signUpPerson(server.origin, newHandle());
  await pair.callee.call('follow', { params: { handle: friend.me.person.handle } });
  const device = await connectDevice(server.origin, friend);
  await say(device, await open(friend, pair.callee), 'hi');
  expect(await world.runJobs()).toBe(1);
});

test('PUSH-17: a muted conversation wakes nobody for its messages, also not for those that wait; its calls do', async () => {
  const { pair } = world;
  const params = { conversationId: pair.conversationId };
  await say(pair.phone, pair.conversationId, 'one');
  expect((await pair.callee.call('mute', { params })).muted).toBe(true);
  expect(await world.runJobs()).toBe(0);
  await say(pair.phone, pair.conversationId, 'two');
  expect(await world.takeJobs()).toEqual([]);
  await ring(pair);
  expect(await world.runJobs()).toBe(1);
  expect((await pair.callee.call('unmute', { params })).muted).toBe(false);
  await say(pair.phone, pair.conversationId, 'three');
  expect(await world.runJobs()).toBe(1);
});

test('PUSH-18: each switch keeps its own wake-ups away, also those that wait', async () => {
  const { pair } = world;
  const put = (body: { incomingCalls: boolean; missedCalls: boolean; messages: boolean }) =>
    pair.callee.call('putNotificationSettings', { body });
  const miss = async () => {
    const { id } = await ring(pair);
    await pair.phone.call('call.cancel', { callId: id });
  };
  const kinds = async () => (await world.takeJobs()).map((job) => job.task);
  const all = { incomingCalls: true, missedCalls: true, messages: true };

  await put({ ...all, incomingCalls: false });
  await miss();
  expect(await kinds()).toEqual(['pushMissed']);
  await put({ ...all, missedCalls: false });
  await miss();
  expect(await kinds()).toEqual(['pushRing']);
  await put({ ...all, messages: false });
  await say(pair.phone, pair.conversationId, 'psst');
  expect(await kinds()).toEqual([]);

  await put(all);
  await miss();
  await say(pair.phone, pair.conversationId, 'psst');
  await put({ incomingCalls: false, missedCalls: false, messages: false });
  expect(await world.runJobs()).toBe(0);
});

test('PUSH-16: "Ring me now" wakes the device that asks, urgently, and no other; it is told once', async () => {
  const { pair } = world;
  await world.subscribe(pair.caller);
  const { test: id } = await pair.callee.call('testPush', {});
  expect(await world.takeJobs()).toEqual([
    { task: 'pushTest', payload: { sessionId: pair.callee.sessionId, test: id } },
  ]);
  aheadMs = 4_000;
  const next = await pair.callee.call('testPush', {});
  expect(await world.runJobs()).toBe(1);
  expect(world.service.pushes[0]?.headers['urgency']).toBe('high');
  expect((await pair.callee.call('getNotices', {})).test).toBe(next.test);
  expect((await pair.caller.call('getNotices', {})).test).toBeNull();
  await pair.callee.call('seenNotices', { body: { test: next.test } });
  expect((await pair.callee.call('getNotices', {})).test).toBeNull();
});

test('PUSH-16: a test is over after 45 s, is refused without a subscription, and waits between two', async () => {
  const { pair } = world;
  expect((await pair.caller.fail('testPush', {})).code).toBe('wrong_state');
  await pair.callee.call('testPush', {});
  expect((await pair.callee.fail('testPush', {})).code).toBe('rate_limited');
  const [job, ...others] = await world.takeJobs();
  expect(job?.task).toBe('pushTest');
  expect(others).toEqual([]);
  aheadMs = RING_TIMEOUT_MS + 1_000;
  expect((await pair.callee.call('getNotices', {})).test).toBeNull();
  await pair.callee.call('testPush', {});
  aheadMs *= 2;
  expect(await world.runJobs()).toBe(0);
});
