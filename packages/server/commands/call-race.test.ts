import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireError } from '@parley/protocol';
import { callRows, createPair, newCallId, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
let pair: Pair;
/** Time passes between rounds, or a quick machine would meet the limit of frames (WIRE-9). */
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ clock: () => Date.now() + aheadMs });
  pair = await createPair(server.origin);
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function isRefused(reply: object): reply is WireError {
  return 'code' in reply;
}

test('CALL-8: both calling each other at once is one call, connected, a hundred times over', async () => {
  const { phone, desk, caller, callee } = pair;
  for (let round = 0; round < 100; round += 1) {
    aheadMs += 150;
    const replies = await Promise.all([
      phone.ask('call.invite', { callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' }),
      desk.ask('call.invite', { callId: newCallId(), calleeId: caller.me.person.id, kind: 'audio' }),
    ]);
    const calls = replies.map((reply) => {
      if (isRefused(reply)) throw new Error(`round ${round}: ${reply.code}`);
      return reply.call;
    });
    expect(new Set(calls.map((call) => call.id)).size, `round ${round}`).toBe(1);
    const [accepted] = calls.filter((call) => call.state === 'accepted');
    expect(new Set([accepted?.callerDeviceId, accepted?.calleeDeviceId])).toEqual(
      new Set([phone.deviceId, desk.deviceId]),
    );
    const callId = calls[0]?.id ?? newCallId();
    await Promise.all(
      [phone, desk].map((device) => device.call('call.hang-up', { callId, because: 'completed' })),
    );
  }
  const { calls } = await caller.call('listCalls', { query: { limit: 100 } });
  expect(calls).toHaveLength(100);
  expect(new Set(calls.map((call) => call.outcome))).toEqual(new Set(['completed']));
}, 30_000);

test('CALL-5: of several devices that accept at once exactly one wins, a hundred times over', async () => {
  for (let round = 0; round < 100; round += 1) {
    aheadMs += 150;
    const { id: callId } = await ring(pair);
    const replies = await Promise.all(
      [pair.desk, pair.tablet, pair.desk, pair.tablet].map((device) => device.ask('call.accept', { callId })),
    );
    const won = [pair.desk, pair.tablet].filter((_, device) =>
      [0, 2].every((again) => !isRefused(replies[device + again] ?? { code: 'internal' })),
    );
    expect(won, `round ${round}: ${JSON.stringify(replies)}`).toHaveLength(1);
    const refused = replies.filter(isRefused).map((reply) => reply.code);
    expect(refused).toEqual(['answered_elsewhere', 'answered_elsewhere']);
    await pair.phone.call('call.hang-up', { callId, because: 'completed' });
  }
}, 30_000);

test('CALL-7: of cancel and accept at once the first to commit wins, and the other is told', async () => {
  for (let round = 0; round < 30; round += 1) {
    aheadMs += 150;
    const { id: callId } = await ring(pair);
    const cancel = () => pair.phone.ask('call.cancel', { callId });
    const accept = () => pair.desk.ask('call.accept', { callId });
    // A transaction takes longer than two statements: sometimes it gets a start.
    const [cancelled, accepted] =
      round % 2 === 0
        ? await Promise.all([cancel(), accept()])
        : await Promise.all([accept(), cancel()]).then(([second, first]) => [first, second] as const);
    const codes = [cancelled, accepted].map((reply) => (isRefused(reply) ? reply.code : 'ok')).join(' ');
    expect(['ok call_over', 'wrong_state ok']).toContain(codes);
    if (codes === 'wrong_state ok') await pair.phone.call('call.hang-up', { callId, because: 'completed' });
  }
}, 30_000);

test('CALL-9: however often and from wherever a call is ended, it leaves one row', async () => {
  const own = await createPair(server.origin);
  for (let round = 1; round <= 10; round += 1) {
    aheadMs += 150;
    const { id: callId } = await ring(own);
    await Promise.all([
      ...[own.phone, own.laptop, own.phone].map((device) => device.ask('call.cancel', { callId })),
      ...[own.desk, own.tablet, own.desk].map((device) => device.ask('call.decline', { callId })),
    ]);
    expect(await callRows(own.callee, own.conversationId)).toHaveLength(round);
  }
}, 30_000);
