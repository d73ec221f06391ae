import { AccountExport } from '@parley/protocol';
import type { CallId, CallReceipt } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../store/database.ts';
import { connect, createPair, newCallId, newHandle, ring } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { ask, PASSWORD, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;
let pair: Pair;

beforeAll(async () => {
  server = await createTestServer();
});
beforeEach(async () => {
  pair = await createPair(server.origin);
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const RECEIPT: CallReceipt = { path: 'relay', lossPercent: 1.5, restarts: 2, score: 4.1, verified: true };

async function kept(person: TestPerson): Promise<object | undefined> {
  const [call] = (await person.call('listCalls', { query: {} })).calls;
  return call && { receipt: call.receipt, rating: call.rating };
}

async function exported(person: TestPerson): Promise<AccountExport> {
  const { body } = await ask(server.origin, 'exportMe', {}, { authorization: `Bearer ${person.token}` });
  return AccountExport.parse(body);
}

/** How many are kept of the two. */
async function rows(): Promise<number> {
  const db = openDatabase(server.database, () => undefined);
  try {
    const { caller, callee } = pair;
    const ids = [caller.me.person.id, callee.me.person.id];
    const found = await sql`select 1 from call_receipts where account_id = any(${ids}::uuid[])`.execute(db);
    return found.rows.length;
  } finally {
    await db.destroy();
  }
}

test('CALL-35: each side keeps how a call went and what they say of it, for themselves', async () => {
  const { caller, callee, phone } = pair;
  const { id: callId } = await connect(pair);
  const params = { callId };
  // While it runs too: the page may not live to its end.
  await callee.call('putCallReceipt', { params, body: { ...RECEIPT, restarts: 0 } });
  await phone.call('call.hang-up', { callId, because: 'completed' });
  await callee.call('putCallRating', { params, body: { rating: 'poor' } });
  await callee.call('putCallReceipt', { params, body: RECEIPT });
  expect(await kept(callee)).toEqual({ receipt: RECEIPT, rating: 'poor' });
  expect(await kept(caller)).toEqual({ receipt: null, rating: null });
  await caller.call('putCallRating', { params, body: { rating: 'poor' } });
  await caller.call('putCallRating', { params, body: { rating: 'good' } });
  expect(await kept(caller)).toEqual({ receipt: null, rating: 'good' });
  expect(await kept(callee)).toEqual({ receipt: RECEIPT, rating: 'poor' });
});

test('CALL-35: not of a call that nobody answered, is somebody else’s or never was', async () => {
  const stranger = await signUpPerson(server.origin, newHandle());
  const accepted = await connect(pair);
  const [ringing, cancelled] = [await createPair(server.origin), await createPair(server.origin)];
  const rung = await ring(ringing);
  const gone = await ring(cancelled);
  await cancelled.phone.call('call.cancel', { callId: gone.id });
  const refused: [TestPerson, CallId][] = [
    [stranger, accepted.id],
    [ringing.caller, accepted.id],
    [ringing.caller, rung.id],
    [ringing.callee, rung.id],
    [cancelled.callee, gone.id],
    [pair.callee, newCallId()],
  ];
  for (const [person, callId] of refused) {
    const params = { callId };
    expect((await person.fail('putCallReceipt', { params, body: RECEIPT })).code).toBe('not_found');
    expect((await person.fail('putCallRating', { params, body: { rating: 'good' } })).code).toBe('not_found');
  }
  expect(await rows()).toBe(0);
});

test('CALL-35, WIRE-1: nonsense is refused', async () => {
  const { id: callId } = await connect(pair);
  for (const wrong of [
    { score: 6 },
    { lossPercent: 101 },
    { path: 'tunnel' },
    { restarts: -1 },
    { more: 1 },
  ]) {
    // The test sends what the types forbid.
    const body = { ...RECEIPT, ...wrong } as CallReceipt;
    expect((await pair.callee.fail('putCallReceipt', { params: { callId }, body })).code).toBe('bad_request');
  }
});

test('CALL-35, ACC-15: they are in the export, and go with the history or the account', async () => {
  const { caller, callee, phone } = pair;
  const { id: callId } = await connect(pair);
  await phone.call('call.hang-up', { callId, because: 'completed' });
  const params = { callId };
  for (const person of [caller, callee]) {
    await person.call('putCallReceipt', { params, body: RECEIPT });
    await person.call('putCallRating', { params, body: { rating: 'good' } });
  }
  expect((await exported(callee)).calls).toMatchObject([{ receipt: RECEIPT, rating: 'good' }]);
  await callee.call('removeCall', { params });
  expect(await rows()).toBe(1);
  expect((await exported(callee)).calls).toMatchObject([{ receipt: null, rating: null }]);
  expect((await callee.fail('putCallRating', { params, body: { rating: 'good' } })).code).toBe('not_found');
  await caller.call('removeAllCalls', {});
  expect(await rows()).toBe(0);
});

test('CALL-35, ACC-12: a running call keeps its receipt when the history is cleared; a deleted account has none', async () => {
  const { callee, phone } = pair;
  const { id: callId } = await connect(pair);
  await callee.call('putCallReceipt', { params: { callId }, body: RECEIPT });
  await callee.call('removeAllCalls', {});
  expect(await rows()).toBe(1);
  await phone.call('call.hang-up', { callId, because: 'completed' });
  expect(await kept(callee)).toEqual({ receipt: RECEIPT, rating: null });
  await callee.call('deleteMe', { body: { confirm: PASSWORD } });
  expect(await rows()).toBe(0);
});
