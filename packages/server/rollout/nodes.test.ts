import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import { createPair, newCallId } from '../testing/pair.ts';
import { moveRollout, NOWHERE, ON } from '../testing/rollout.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let here: TestServer;
let there: TestServer;

beforeAll(async () => {
  // Two nodes that share a database and nothing else: no bus brings them any word.
  here = await createTestServer();
  there = await createTestServer({ database: here.database });
});

afterAll(async () => {
  await there.close();
  await here.close();
  expect([...here.errors, ...there.errors]).toEqual([]);
});

test('ROLL-9: every open client on every node is told, and sees the same there', async () => {
  const { caller, callee, conversationId, phone } = await createPair(here.origin);
  const far = await connectDevice(there.origin, caller);
  const access = async () =>
    (await caller.call('getConversation', { params: { conversationId } })).callAccess;
  expect([(await caller.call('getMe', {})).callsAvailable, await access()]).toEqual([true, 'allowed']);
  await moveRollout(here.ports, NOWHERE);
  await Promise.all([phone.take('feature.changed'), far.take('feature.changed')]);
  expect([(await caller.call('getMe', {})).callsAvailable, await access()]).toEqual([false, 'notRolledOut']);
  const invite = () => ({ callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' }) as const;
  expect(await far.fail('call.invite', invite())).toBe('calls_not_rolled_out');
  await moveRollout(there.ports, { web: ON });
  await Promise.all([phone.take('feature.changed'), far.take('feature.changed')]);
  expect(await access()).toBe('allowed');
  expect((await far.call('call.invite', invite())).call.state).toBe('ringing');
});

test('ROLL-9: a client that was told by one node is not shown the old state by another', async () => {
  const { caller } = await createPair(here.origin);
  // The other node has had no time to look.
  await moveRollout(here.ports, NOWHERE);
  const answer = await fetch(new URL('/api/me', there.origin), {
    headers: { authorization: `Bearer ${caller.token}` },
  });
  expect(await answer.json()).toMatchObject({ callsAvailable: false });
});
