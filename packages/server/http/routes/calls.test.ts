import { randomUUID } from 'node:crypto';
import { CallId, RING_TIMEOUT_MS } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endAtDeadline } from '../../commands/call-end.ts';
import { callRows, connect, createPair, newHandle, ring } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let aheadMs = 0;
let server: TestServer;
let pair: Pair;

beforeAll(async () => {
  server = await createTestServer({ clock: () => Date.now() + aheadMs });
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server.close();
});
beforeEach(async () => {
  aheadMs = 0;
  pair = await createPair(server.origin);
});

async function ids(person: TestPerson, filter: 'all' | 'missed' = 'all'): Promise<CallId[]> {
  const { calls } = await person.call('listCalls', { query: { filter } });
  return calls.map((call) => call.id);
}

/** One of each kind, the latest first: missed, declined, cancelled, completed. */
async function callFourTimes(): Promise<[CallId, CallId, CallId, CallId]> {
  const completed = await connect(pair);
  await pair.phone.call('call.hang-up', { callId: completed.id, because: 'completed' });
  const cancelled = await ring(pair);
  await pair.phone.call('call.cancel', { callId: cancelled.id });
  const declined = await ring(pair);
  await pair.desk.call('call.decline', { callId: declined.id });
  const missed = await ring(pair);
  aheadMs = RING_TIMEOUT_MS;
  await endAtDeadline(server.ports, missed.id);
  return [missed.id, declined.id, cancelled.id, completed.id];
}

test('PUSH-20: the history lists all calls or the missed ones, the latest first, page by page', async () => {
  const all = await callFourTimes();
  const [missed, , cancelled] = all;
  expect(await ids(pair.callee)).toEqual(all);
  expect(await ids(pair.callee, 'missed')).toEqual([missed, cancelled]);
  // What the other one did not answer is no missed call of one's own.
  expect(await ids(pair.caller, 'missed')).toEqual([]);
  const page = await pair.callee.call('listCalls', { query: { filter: 'missed', limit: 1 } });
  expect(page.calls).toMatchObject([{ id: missed, direction: 'incoming', outcome: 'missed' }]);
  const beforeMs = page.calls[0]?.startedAtMs ?? 0;
  const next = await pair.callee.call('listCalls', { query: { filter: 'missed', beforeMs } });
  expect(next.calls.map((call) => call.id)).toEqual([cancelled]);
});

test('PUSH-20: a call is removed for oneself alone, and its row in the thread stays', async () => {
  const [missed, declined, cancelled, completed] = await callFourTimes();
  await pair.callee.call('removeCall', { params: { callId: declined } });
  expect(await ids(pair.callee)).toEqual([missed, cancelled, completed]);
  expect(await ids(pair.caller)).toEqual([missed, declined, cancelled, completed]);
  await pair.callee.call('removeAllCalls', {});
  expect(await ids(pair.callee)).toEqual([]);
  expect(await ids(pair.callee, 'missed')).toEqual([]);
  expect(await ids(pair.caller)).toHaveLength(4);
  expect(await callRows(pair.callee, pair.conversationId)).toHaveLength(4);
  await pair.caller.call('removeCall', { params: { callId: missed } });
  expect(await ids(pair.caller)).toEqual([declined, cancelled, completed]);
});

test('PUSH-20: a call that is not one’s own, is not over or never was cannot be removed', async () => {
  const { id } = await ring(pair);
  const stranger = await signUpPerson(server.origin, newHandle());
  expect((await stranger.fail('removeCall', { params: { callId: id } })).code).toBe('not_found');
  expect((await pair.callee.fail('removeCall', { params: { callId: id } })).code).toBe('not_found');
  await pair.callee.call('removeAllCalls', {});
  await pair.phone.call('call.cancel', { callId: id });
  expect(await ids(pair.callee)).toEqual([id]);
  const never = { callId: CallId.parse(randomUUID()) };
  expect((await pair.callee.fail('removeCall', { params: never })).code).toBe('not_found');
  expect((await stranger.fail('removeCall', { params: { callId: id } })).code).toBe('not_found');
});

test('PUSH-19, CALL-6: a device declines over HTTP; nobody rings any more, and again is no harm', async () => {
  const { id } = await ring(pair);
  await pair.callee.call('declineCall', { params: { callId: id } });
  for (const device of [pair.phone, pair.laptop, pair.desk, pair.tablet]) {
    expect((await device.take('call.ended')).call).toMatchObject({ id, outcome: 'declined' });
  }
  await pair.callee.call('declineCall', { params: { callId: id } });
  expect(await ids(pair.callee, 'missed')).toEqual([]);
});

test('PUSH-19, CALL-6: only the callee declines, and not what another device has answered', async () => {
  const { id } = await ring(pair);
  const stranger = await signUpPerson(server.origin, newHandle());
  for (const one of [stranger, pair.caller]) {
    expect((await one.fail('declineCall', { params: { callId: id } })).code).toBe('not_found');
  }
  await pair.desk.call('call.accept', { callId: id });
  expect((await pair.callee.fail('declineCall', { params: { callId: id } })).code).toBe('answered_elsewhere');
  expect((await server.ports.stores.calls.find(id))?.state).toBe('accepted');
});
