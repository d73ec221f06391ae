import { randomUUID } from 'node:crypto';
import { CallId, ConversationId, RING_TIMEOUT_MS } from '@parley/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDevice } from '../../testing/device.ts';
import { callRows, createPair, newHandle, open, ring, say } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { ask, PASSWORD, signUpPerson } from '../../testing/person.ts';
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

const DAY_MS = 24 * 3_600_000;
const notices = (person: TestPerson) => person.call('getNotices', {});

/** What the callee has been written while the pair was made. */
async function catchUp(): Promise<void> {
  const { conversationId } = pair;
  const { lastSeq } = await pair.callee.call('getConversation', { params: { conversationId } });
  await pair.desk.call('message.read', { conversationId, readSeq: lastSeq });
}

/** A call that the caller gave up. */
async function miss(): Promise<CallId> {
  const { id } = await ring(pair);
  await pair.phone.call('call.cancel', { callId: id });
  return id;
}

/** Another device of the callee's, signed in by now. */
async function signInAgain(): Promise<Record<string, string>> {
  const body = { handle: pair.callee.me.person.handle, password: PASSWORD, carry: 'bearer' };
  const answer = await ask(server.origin, 'signIn', { body });
  // The answer to a sign-in that asked for a token.
  const { token } = answer.body as { token: string };
  return { authorization: `Bearer ${token}` };
}

test('PUSH-14: a ring is told to the callee’s sessions while it rings, with who calls, and to nobody else', async () => {
  const { id } = await ring(pair);
  const { ringing } = await notices(pair.callee);
  expect(ringing).toMatchObject([{ call: { id, state: 'ringing' }, peer: { id: pair.caller.me.person.id } }]);
  expect((await notices(pair.caller)).ringing).toEqual([]);
  await pair.desk.call('call.accept', { callId: id });
  expect((await notices(pair.callee)).ringing).toEqual([]);
});

test('PUSH-14: a ring whose time is over is told no more, whether or not anybody has ended it', async () => {
  await ring(pair);
  aheadMs = RING_TIMEOUT_MS;
  expect((await notices(pair.callee)).ringing).toEqual([]);
});

test('PUSH-14, CON-10: a ring that is not permitted any more is not told, and ends without a notice', async () => {
  await catchUp();
  const { id } = await ring(pair);
  await server.ports.stores.accounts.saveCallSettings(pair.callee.me.person.id, {
    ...pair.callee.me.callSettings,
    enabled: false,
  });
  expect(await notices(pair.callee)).toEqual({ ringing: [], missed: [], messages: [], test: null });
  expect(await server.ports.stores.calls.find(id)).toMatchObject({ state: 'ended', outcome: 'missed' });
  expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([{ notice: false }]);
});

test('PUSH-14: "incoming" becomes "missed" under the id of the call', async () => {
  const { id } = await ring(pair);
  expect((await notices(pair.callee)).missed).toEqual([]);
  await pair.phone.call('call.cancel', { callId: id });
  expect(await notices(pair.callee)).toMatchObject({
    ringing: [],
    missed: [{ callId: id, conversationId: pair.conversationId, kind: 'audio' }],
  });
});

test('PUSH-15: a missed call is told once a device: another one is told it too', async () => {
  const id = await miss();
  const other = await signInAgain();
  // Made after the call: it is nothing new to a device that was not there.
  expect((await ask(server.origin, 'getNotices', {}, other)).body).toMatchObject({ missed: [] });
  const next = await miss();
  await pair.callee.call('seenNotices', { body: { callIds: [id, next] } });
  expect((await notices(pair.callee)).missed).toEqual([]);
  expect((await ask(server.origin, 'getNotices', {}, other)).body).toMatchObject({
    missed: [{ callId: next }],
  });
});

test('PUSH-14: a missed call that was read in the thread, or is a day old, is no news', async () => {
  await miss();
  await catchUp();
  expect((await notices(pair.callee)).missed).toEqual([]);
  await miss();
  aheadMs = DAY_MS + 1_000;
  expect((await notices(pair.callee)).missed).toEqual([]);
});

test('PUSH-14: unread messages are told by conversation, with how many and the latest', async () => {
  await catchUp();
  const { conversationId } = pair;
  await say(pair.phone, conversationId, 'one');
  const latest = await say(pair.phone, conversationId, 'two');
  await say(pair.desk, conversationId, 'not mine to be told');
  expect((await notices(pair.callee)).messages).toEqual([]);
  const last = await say(pair.phone, conversationId, 'x'.repeat(4_000));
  const [told, ...others] = (await notices(pair.callee)).messages;
  expect(others).toEqual([]);
  // Writing oneself is reading what was before.
  expect(told).toMatchObject({
    conversationId,
    count: 1,
    latestSeq: last.seq,
    peer: { id: pair.caller.me.person.id },
  });
  expect(told?.latestText).toBe('x'.repeat(300));
  expect(latest.seq).toBeLessThan(last.seq);
});

test('PUSH-15: messages are told once a device, and those that come later are told again', async () => {
  await catchUp();
  const { conversationId } = pair;
  const first = await say(pair.phone, conversationId, 'one');
  await pair.callee.call('seenNotices', { body: { messages: [{ conversationId, seq: first.seq }] } });
  expect((await notices(pair.callee)).messages).toEqual([]);
  await say(pair.phone, conversationId, 'two');
  expect((await notices(pair.callee)).messages).toMatchObject([{ count: 1, latestText: 'two' }]);
  // An old acknowledgement takes nothing back, and one of the future is none.
  await pair.callee.call('seenNotices', { body: { messages: [{ conversationId, seq: 0 }] } });
  expect((await notices(pair.callee)).messages).toMatchObject([{ count: 1 }]);
  await pair.callee.call('seenNotices', {
    body: { messages: [{ conversationId, seq: Number.MAX_SAFE_INTEGER }] },
  });
  await say(pair.phone, conversationId, 'three');
  expect((await notices(pair.callee)).messages).toMatchObject([{ count: 1, latestText: 'three' }]);
});

test('PUSH-13: requests, muted conversations and people who are blocked by now are not told', async () => {
  await catchUp();
  const stranger = await signUpPerson(server.origin, newHandle());
  const device = await connectDevice(server.origin, stranger);
  await say(device, await open(stranger, pair.callee), 'a request');
  expect((await notices(pair.callee)).messages).toEqual([]);
  const params = { conversationId: pair.conversationId };
  await say(pair.phone, pair.conversationId, 'hello');
  await pair.callee.call('mute', { params });
  expect((await notices(pair.callee)).messages).toEqual([]);
  await pair.callee.call('unmute', { params });
  expect((await notices(pair.callee)).messages).toHaveLength(1);
  await pair.callee.call('block', { params: { handle: pair.caller.me.person.handle } });
  expect((await notices(pair.callee)).messages).toEqual([]);
});

test('PUSH-18: what a switch forbids is not told; an open page rings all the same', async () => {
  await catchUp();
  await miss();
  await say(pair.phone, pair.conversationId, 'hello');
  const off = { incomingCalls: false, missedCalls: false, messages: false };
  expect((await pair.callee.call('putNotificationSettings', { body: off })).notifications).toEqual(off);
  await pair.desk.take('account.changed');
  await ring(pair);
  expect(await notices(pair.callee)).toEqual({ ringing: [], missed: [], messages: [], test: null });
  expect((await pair.tablet.take('call.ringing')).peer.id).toBe(pair.caller.me.person.id);
});

test('PUSH-17: muting is told to one’s own devices, seen by oneself alone, and asks for a conversation of one’s own', async () => {
  const params = { conversationId: pair.conversationId };
  const before = pair.phone.events.length;
  expect((await pair.callee.call('mute', { params })).muted).toBe(true);
  expect((await pair.tablet.take('conversation.changed')).conversationId).toBe(pair.conversationId);
  expect((await pair.caller.call('getConversation', { params })).muted).toBe(false);
  await pair.phone.settle();
  expect(pair.phone.events.slice(before).filter((event) => event.type === 'conversation.changed')).toEqual(
    [],
  );
  const nobodys = { conversationId: ConversationId.parse(randomUUID()) };
  expect((await pair.callee.fail('mute', { params: nobodys })).code).toBe('not_found');
  const stranger = await signUpPerson(server.origin, newHandle());
  expect((await stranger.fail('mute', { params })).code).toBe('not_found');
});

test('PUSH-15: nobody can acknowledge for another account, or what is not theirs', async () => {
  await catchUp();
  const id = await miss();
  const { seq } = await say(pair.phone, pair.conversationId, 'hello');
  const body = {
    callIds: [id, CallId.parse(randomUUID())],
    messages: [{ conversationId: pair.conversationId, seq }],
    test: 'no such test',
  };
  await (await signUpPerson(server.origin, newHandle())).call('seenNotices', { body });
  await pair.caller.call('seenNotices', { body });
  expect(await notices(pair.callee)).toMatchObject({ missed: [{ callId: id }], messages: [{ count: 1 }] });
});

test('PUSH-15: whatever is sent as seen or as settings, what is refused changes nothing and nothing breaks', async () => {
  await catchUp();
  const id = await miss();
  const { conversationId } = pair;
  await say(pair.phone, conversationId, 'hello');
  const bearer = { authorization: `Bearer ${pair.callee.token}` };
  const value = fc.oneof(
    fc.anything({ maxDepth: 1 }),
    fc.constantFrom(id, conversationId, -1, 1.5, 2 ** 53, NaN),
  );
  const body = fc.oneof(
    value,
    fc.record(
      {
        callIds: fc.oneof(value, fc.array(value, { maxLength: 3 })),
        messages: fc.array(fc.record({ conversationId: value, seq: value }), { minLength: 1, maxLength: 3 }),
        test: value,
        incomingCalls: value,
        missedCalls: value,
        messagesToo: value,
      },
      { requiredKeys: ['messages'] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom('seenNotices', 'putNotificationSettings'), async (sent, name) => {
      const before = await notices(pair.callee);
      const { status } = await ask(server.origin, name, { body: sent }, bearer);
      expect([200, 400]).toContain(status);
      if (status === 400) expect(await notices(pair.callee)).toEqual(before);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test('PUSH-14: whoever is blocked by now is told of no more, neither their message nor their missed call', async () => {
  const own = await createPair(server.origin);
  const { id } = await ring(own);
  await own.phone.call('call.cancel', { callId: id });
  expect((await notices(own.callee)).missed).toHaveLength(1);
  await own.callee.call('block', { params: { handle: own.caller.me.person.handle } });
  expect(await notices(own.callee)).toMatchObject({ missed: [], messages: [] });
});
