import type { CallOutcome } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callRows, createPair, ring } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test.each<[tellBusy: boolean, busy: boolean | undefined, outcome: CallOutcome]>([
  [false, undefined, 'declined'],
  [false, true, 'declined'],
  [true, undefined, 'declined'],
  [true, false, 'declined'],
  [true, true, 'busy'],
])(
  'CALL-33: settings let the caller know: %s; the device is busy: %s: %s',
  async (tellBusy, busy, outcome) => {
    const pair = await createPair(server.origin);
    await pair.callee.call('putCallSettings', { body: { ...pair.callee.me.callSettings, tellBusy } });
    const { id: callId } = await ring(pair);
    const { call } = await pair.desk.call('call.decline', {
      callId,
      ...(busy === undefined ? {} : { busy }),
    });
    expect(call).toMatchObject({ state: 'ended', outcome });
    expect((await pair.phone.take('call.ended')).call).toEqual(call);
    // Somebody has looked at it: it is no missed call.
    expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([{ outcome, notice: false }]);
    const { calls } = await pair.callee.call('listCalls', { query: { filter: 'missed' } });
    expect(calls).toEqual([]);
  },
);

test('CALL-33: a decline from a notification never says busy', async () => {
  const pair = await createPair(server.origin);
  await pair.callee.call('putCallSettings', { body: { ...pair.callee.me.callSettings, tellBusy: true } });
  const { id: callId } = await ring(pair);
  await pair.callee.call('declineCall', { params: { callId } });
  expect((await pair.phone.take('call.ended')).call.outcome).toBe('declined');
});
