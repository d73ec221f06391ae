import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createReachablePair, RELAY, ringWith } from '../testing/early.ts';
import { createPair } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { offerOf, said } from '../testing/signals.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ config: { turn: RELAY } });
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

/** What runs by the clock beside the calls, the look at the roll-out and the sweeper, is none of theirs. */
function isOfACall(query: unknown): boolean {
  const text = JSON.stringify(query);
  return /\b(calls|devices)\b/.test(text) && !text.includes('skip locked');
}

/** How many statements the server needs for a call between these two that it has judged before. */
async function countStatements(pair: Pair, call: () => Promise<unknown>): Promise<number> {
  const { id } = await ringWith(pair);
  await pair.phone.call('call.cancel', { callId: id });
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await call();
    return query.mock.calls.filter(([first]) => isOfACall(first)).length;
  } finally {
    query.mockRestore();
  }
}

/** Invite, the offer to all, accept, ten signals, hang up. */
async function callOnce(pair: Pair): Promise<void> {
  const { id: callId } = await ringWith(pair);
  await pair.phone.call('call.offer', { callId, signal: offerOf() });
  await pair.desk.call('call.accept', { callId });
  for (let seq = 1; seq <= 10; seq += 1)
    await pair.phone.call('call.signal', { callId, ...said(offerOf(), seq) });
  await pair.phone.call('call.hang-up', { callId, because: 'completed' });
}

test('CALL-36, CALL-38: a call that nothing is connected early for costs three statements', async () => {
  const pair = await createPair(server.origin);
  await pair.callee.call('putCallPrivacy', { body: { ...pair.callee.me.callPrivacy, preconnect: false } });
  expect(await countStatements(pair, () => callOnce(pair))).toBe(3);
});

test('CALL-31, CALL-37: one that may be costs no more, however many signals pass while it rings', async () => {
  const pair = await createReachablePair(server);
  const early = async (): Promise<void> => {
    const { id: callId } = await ringWith(pair);
    for (let seq = 1; seq <= 10; seq += 1)
      await pair.desk.call('call.signal', { callId, ...said({ ...offerOf(), kind: 'answer' }, seq) });
    await pair.desk.call('call.accept', { callId });
    await pair.phone.call('call.signal', { callId, ...said(offerOf()) });
    await pair.phone.call('call.hang-up', { callId, because: 'completed' });
  };
  expect(await countStatements(pair, early)).toBe(3);
});
