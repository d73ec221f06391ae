import { randomUUID } from 'node:crypto';
import { AccountId } from '@parley/protocol';
import type { WireError } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import { callRows, connect, createPair, newCallId, newHandle, open, ring, say } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { offerOf, said } from '../testing/signals.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const ON = { addressBook: true, following: true, verified: false, everyone: false };
const OFF = { addressBook: false, following: false, verified: false, everyone: false };

/** Everything of the callee's that can stand in the way of a pair that could talk a moment ago. */
const CAUSES: Record<string, (pair: Pair) => Promise<unknown>> = {
  'CON-4: the callee blocks the caller': ({ caller, callee }) =>
    callee.call('block', { params: { handle: caller.me.person.handle } }),
  'CON-4: the caller blocks the callee': ({ caller, callee }) =>
    caller.call('block', { params: { handle: callee.me.person.handle } }),
  'CON-5: calling is switched off': ({ callee }) =>
    callee.call('putCallSettings', { body: { enabled: false, audiences: ON, tellBusy: false } }),
  'CON-7: no audience is ticked': ({ callee }) =>
    callee.call('putCallSettings', { body: { enabled: true, audiences: OFF, tellBusy: false } }),
  'CON-7: the callee does not follow the caller any more': ({ caller, callee }) =>
    callee.call('unfollow', { params: { handle: caller.me.person.handle } }),
};

async function inviteReply(pair: Pick<Pair, 'phone'>, calleeId: AccountId): Promise<unknown> {
  return await pair.phone.ask('call.invite', { callId: newCallId(), calleeId, kind: 'audio' });
}

test('CON-9: every reason of the callee, and nobody at all, is answered with the same frame', async () => {
  const replies: unknown[] = [];
  for (const cause of Object.values(CAUSES)) {
    const pair = await createPair(server.origin);
    await cause(pair);
    replies.push(await inviteReply(pair, pair.callee.me.person.id));
    await pair.desk.settle();
    expect(pair.desk.events.some((event) => event.type === 'call.ringing')).toBe(false);
    expect(await callRows(pair.callee, pair.conversationId)).toEqual([]);
  }
  const pair = await createPair(server.origin);
  replies.push(await inviteReply(pair, AccountId.parse(randomUUID())));
  replies.push(await inviteReply(pair, pair.caller.me.person.id));
  const stranger = await signUpPerson(server.origin, newHandle());
  replies.push(await inviteReply(pair, stranger.me.person.id));
  const neverWrote = await signUpPerson(server.origin, newHandle());
  await neverWrote.call('putCallSettings', {
    body: { enabled: true, audiences: { ...ON, everyone: true }, tellBusy: false },
  });
  await say(pair.phone, await open(pair.caller, neverWrote), 'please write');
  replies.push(await inviteReply(pair, neverWrote.me.person.id));
  const refusal: WireError = { code: 'call_unavailable' };
  expect(replies).toEqual(replies.map(() => refusal));
}, 20_000);

test('CON-6, CON-11: the first message of the callee makes the call possible, and the caller is told', async () => {
  const [caller, callee] = await Promise.all([1, 2].map(() => signUpPerson(server.origin, newHandle())));
  if (caller === undefined || callee === undefined) throw new Error('nobody');
  await callee.call('putCallSettings', {
    body: { enabled: true, audiences: { ...OFF, everyone: true }, tellBusy: false },
  });
  const conversationId = await open(caller, callee);
  const [phone, desk] = [
    await connectDevice(server.origin, caller),
    await connectDevice(server.origin, callee),
  ];
  const access = async () =>
    (await caller.call('getConversation', { params: { conversationId } })).callAccess;
  await say(phone, conversationId, 'may I call you?');
  await phone.take('conversation.changed');
  expect(await access()).toBe('unavailable');
  await say(desk, conversationId, 'yes');
  expect((await phone.take('conversation.changed')).conversationId).toBe(conversationId);
  expect(await access()).toBe('allowed');
  const invite = { callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' } as const;
  expect((await phone.call('call.invite', invite)).call.state).toBe('ringing');
});

for (const [name, cause] of Object.entries(CAUSES)) {
  test(`CON-10: that a pair could talk a moment ago is no permission: ${name}`, async () => {
    const pair = await createPair(server.origin);
    await pair.phone.call('call.cancel', { callId: (await ring(pair)).id });
    await cause(pair);
    expect(await inviteReply(pair, pair.callee.me.person.id)).toEqual({ code: 'call_unavailable' });
    // The facts come back, and with them the permission.
    await pair.callee.call('unblock', { params: { handle: pair.caller.me.person.handle } });
    await pair.caller.call('unblock', { params: { handle: pair.callee.me.person.handle } });
    await pair.callee.call('follow', { params: { handle: pair.caller.me.person.handle } });
    await pair.callee.call('putCallSettings', { body: { enabled: true, audiences: ON, tellBusy: false } });
    await ring(pair);
  });
}

for (const [name, cause] of Object.entries(CAUSES).filter(([key]) => !key.startsWith('CON-4'))) {
  test(`CON-10: at accept the facts are read again: ${name}`, async () => {
    const pair = await createPair(server.origin);
    const { id: callId } = await ring(pair);
    await cause(pair);
    expect(await pair.desk.fail('call.accept', { callId })).toBe('call_over');
    for (const device of [pair.phone, pair.laptop, pair.desk, pair.tablet]) {
      expect((await device.take('call.ended')).call).toMatchObject({ outcome: 'missed', acceptedAtMs: null });
    }
    for (const person of [pair.caller, pair.callee]) {
      expect(await callRows(person, pair.conversationId)).toMatchObject([
        { outcome: 'missed', notice: false },
      ]);
    }
    const { unread } = await pair.callee.call('getConversation', {
      params: { conversationId: pair.conversationId },
    });
    // The caller's hello, and no notice.
    expect(unread).toBe(0);
  });

  test(`CON-10: a device that connects does not ring when the facts have changed: ${name}`, async () => {
    const pair = await createPair(server.origin);
    await ring(pair);
    await cause(pair);
    const { welcome } = await connectDevice(server.origin, pair.callee);
    expect(welcome.calls).toEqual([]);
    expect((await pair.phone.take('call.ended')).call.outcome).toBe('missed');
  });
}

for (const blocker of ['caller', 'callee'] as const) {
  const blocked = blocker === 'caller' ? 'callee' : 'caller';
  test(`CALL-12, CON-9: a block by the ${blocker} ends a ringing call at once, as by hand`, async () => {
    const outcome = blocker === 'callee' ? 'declined' : 'cancelled';
    const pair = await createPair(server.origin);
    const { id: callId } = await ring(pair);
    await pair[blocker].call('block', { params: { handle: pair[blocked].me.person.handle } });
    for (const device of [pair.phone, pair.desk]) {
      expect((await device.take('call.ended')).call).toMatchObject({ id: callId, outcome });
    }
    expect(await pair.desk.fail('call.accept', { callId })).toBe('call_over');
    expect(await callRows(pair.caller, pair.conversationId)).toMatchObject([{ outcome, notice: false }]);
    const notice = blocker === 'caller';
    expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([{ outcome, notice }]);
  });

  test(`CALL-12: a block by the ${blocker} ends an accepted call as completed`, async () => {
    const pair = await createPair(server.origin);
    const { id: callId } = await connect(pair);
    await pair[blocker].call('block', { params: { handle: pair[blocked].me.person.handle } });
    expect((await pair.phone.take('call.ended')).call).toMatchObject({ id: callId, outcome: 'completed' });
    expect(await pair.desk.fail('call.signal', { callId, ...said(offerOf()) })).toBe('call_over');
  });
}

test('CALL-12: an invite and a block at the same moment leave nothing that rings', async () => {
  for (let round = 0; round < 10; round += 1) {
    const pair = await createPair(server.origin);
    const [reply] = await Promise.all([
      inviteReply(pair, pair.callee.me.person.id),
      pair.callee.call('block', { params: { handle: pair.caller.me.person.handle } }),
    ]);
    const { welcome, close } = await connectDevice(server.origin, pair.caller);
    expect(welcome.calls, JSON.stringify(reply)).toEqual([]);
    await close();
  }
}, 20_000);

test('CON-9, CON-10: the row of a call that lost its permission looks to the caller like any unanswered one', async () => {
  const pair = await createPair(server.origin);
  const { id: callId } = await ring(pair);
  await pair.callee.call('putCallSettings', { body: { enabled: false, audiences: ON, tellBusy: false } });
  await pair.desk.fail('call.accept', { callId });
  await pair.phone.take('message.created');
  const { message } = await pair.phone.take('message.created');
  expect(message).toMatchObject({ kind: 'call', outcome: 'missed', notice: false });
  expect(Object.keys(message).toSorted()).toEqual([
    'authorId',
    'callId',
    'callKind',
    'conversationId',
    'createdAtMs',
    'durationMs',
    'id',
    'kind',
    'notice',
    'outcome',
    'seq',
  ]);
});
