import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import { connect, createPair, newCallId, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { endPremium, givePremium, giveUntil } from '../testing/plan.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ config: { placingRequires: 'premium' }, runsJobs: true });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const invite = ({ callee }: Pair) =>
  ({ callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' }) as const;

async function accessOf({ caller, conversationId }: Pair): Promise<string> {
  return (await caller.call('getConversation', { params: { conversationId } })).callAccess;
}

/** Everybody else's nudges from before are out of the way. */
async function subscriberPair(): Promise<Pair> {
  const pair = await createPair(server.origin);
  await givePremium(server.ports, pair.caller);
  return pair;
}

test('PLAN-1, CON-3: without Premium nothing rings and the caller learns why; with it, it rings', async () => {
  const pair = await createPair(server.origin);
  expect(await accessOf(pair)).toBe('premiumRequired');
  expect(await pair.phone.fail('call.invite', invite(pair))).toBe('premium_required');
  await pair.desk.settle();
  expect(pair.desk.events.some(({ type }) => type === 'call.ringing')).toBe(false);
  await givePremium(server.ports, pair.caller);
  expect(await accessOf(pair)).toBe('allowed');
  const { id } = await ring(pair);
  // Whoever answers needs none.
  expect((await pair.desk.call('call.accept', { callId: id })).call.state).toBe('accepted');
});

test('PLAN-1, CALL-8: who has no Premium and calls the one who calls them answers', async () => {
  const pair = await subscriberPair();
  const { id } = await ring(pair);
  const back = { callId: newCallId(), calleeId: pair.caller.me.person.id, kind: 'audio' } as const;
  const { call } = await pair.desk.call('call.invite', back);
  expect(call).toMatchObject({ id, state: 'accepted' });
});

test('PLAN-2, CON-9: Premium is never told of where it would not help', async () => {
  const pair = await createPair(server.origin);
  const audiences = { addressBook: true, following: true, verified: false, everyone: false };
  await pair.callee.call('putCallSettings', { body: { enabled: false, audiences, tellBusy: false } });
  expect(await accessOf(pair)).toBe('unavailable');
  expect(await pair.phone.fail('call.invite', invite(pair))).toBe('call_unavailable');
});

test('PLAN-7: a plan that lapses while it rings takes nothing back: the call can be answered', async () => {
  const pair = await subscriberPair();
  const { id } = await ring(pair);
  await endPremium(server.ports, pair.caller);
  const { welcome } = await connectDevice(server.origin, pair.callee);
  expect(welcome.calls.map(({ call }) => [call.id, call.state])).toEqual([[id, 'ringing']]);
  expect((await pair.desk.call('call.accept', { callId: id })).call.state).toBe('accepted');
  // The next one is another matter.
  await pair.phone.call('call.hang-up', { callId: id, because: 'completed' });
  expect(await pair.phone.fail('call.invite', invite(pair))).toBe('premium_required');
});

test('PLAN-7: what the callee decides still counts while it rings without Premium (CON-10)', async () => {
  const pair = await subscriberPair();
  const { id } = await ring(pair);
  await endPremium(server.ports, pair.caller);
  await pair.callee.call('unfollow', { params: { handle: pair.caller.me.person.handle } });
  expect(await pair.desk.fail('call.accept', { callId: id })).toBe('call_over');
});

test('PLAN-7: a plan that lapses never cuts a running call', async () => {
  const pair = await subscriberPair();
  const { id } = await connect(pair);
  await endPremium(server.ports, pair.caller);
  await pair.phone.take('account.changed');
  await pair.phone.call('call.attest', { callId: id });
  await pair.desk.call('call.attest', { callId: id });
  const { welcome } = await connectDevice(server.origin, pair.caller);
  expect(welcome.calls.map(({ call }) => [call.id, call.state])).toEqual([[id, 'accepted']]);
  expect(pair.phone.events.some(({ type }) => type === 'call.ended')).toBe(false);
  await pair.phone.call('call.hang-up', { callId: id, because: 'completed' });
});

test('PLAN-12, CON-11: Premium that begins or ends is told live to the account and to whom it talks with', async () => {
  const pair = await createPair(server.origin);
  // From here on: what came before has been read.
  const [phone, desk] = await Promise.all([
    connectDevice(server.origin, pair.caller),
    connectDevice(server.origin, pair.callee),
  ]);
  for (const change of [givePremium, endPremium]) {
    await change(server.ports, pair.caller);
    await phone.take('account.changed');
    for (const device of [phone, desk]) {
      expect((await device.take('conversation.changed')).conversationId).toBe(pair.conversationId);
    }
    expect(await accessOf(pair)).toBe(change === givePremium ? 'allowed' : 'premiumRequired');
  }
});

test('PLAN-12: the end of a plan that nobody ends is told when it comes', async () => {
  const pair = await createPair(server.origin);
  const phone = await connectDevice(server.origin, pair.caller);
  await giveUntil(server.ports, pair.caller, Date.now() + 1_500);
  await phone.take('account.changed');
  expect(await accessOf(pair)).toBe('allowed');
  await phone.take('account.changed');
  expect(await accessOf(pair)).toBe('premiumRequired');
  expect((await pair.caller.call('getMe', {})).plan).toMatchObject({ premium: false, renews: false });
});

test('PLAN-1: where placing requires nobody’s plan, everybody may call', async () => {
  const open = await createTestServer({ database: server.database });
  const pair = await createPair(open.origin);
  expect(await accessOf(pair)).toBe('allowed');
  expect(pair.caller.me).toMatchObject({ placingRequires: 'nobody', plan: { premium: false } });
  await ring(pair);
  await open.close();
});
