import { CALL_LEASE_MS, RING_TIMEOUT_MS } from '@parley/protocol';
import { afterEach, expect, test } from 'vitest';
import { endAtDeadline } from '../commands/call-end.ts';
import { connectDevice } from '../testing/device.ts';
import { callRows, connect, createPair, ring } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { startSweeper } from './sweeper.ts';

let aheadMs = 0;
const clock = (): number => Date.now() + aheadMs;
const running: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
  aheadMs = 0;
});

async function start(options: Parameters<typeof createTestServer>[0] = {}): Promise<TestServer> {
  const server = await createTestServer({ clock, ...options });
  running.push(server);
  return server;
}

test('CALL-4, CALL-9: at the deadline a call ends as missed, with one notice for the callee', async () => {
  const server = await start();
  const pair = await createPair(server.origin);
  const { id: callId } = await ring(pair);
  await endAtDeadline(server.ports, callId);
  expect((await server.ports.stores.calls.find(callId))?.state).toBe('ringing');
  aheadMs = RING_TIMEOUT_MS;
  await Promise.all([endAtDeadline(server.ports, callId), endAtDeadline(server.ports, callId)]);
  for (const device of [pair.phone, pair.laptop, pair.desk, pair.tablet]) {
    expect((await device.take('call.ended')).call.outcome).toBe('missed');
  }
  expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([
    { outcome: 'missed', notice: true },
  ]);
  expect(await callRows(pair.caller, pair.conversationId)).toMatchObject([
    { outcome: 'missed', notice: false },
  ]);
  const { unread } = await pair.callee.call('getConversation', {
    params: { conversationId: pair.conversationId },
  });
  expect(unread).toBe(1);
});

test('CALL-4: an accept after the deadline is too late, whether or not anybody has looked', async () => {
  const server = await start();
  const pair = await createPair(server.origin);
  const { id: callId } = await ring(pair);
  aheadMs = RING_TIMEOUT_MS;
  expect(await pair.desk.fail('call.accept', { callId })).toBe('call_over');
  expect((await pair.phone.take('call.ended')).call.outcome).toBe('missed');
});

test('CALL-8: calling back after a ring that is over, but that nobody has ended yet, is a call of its own', async () => {
  const server = await start();
  const pair = await createPair(server.origin);
  const { id: over } = await ring(pair);
  aheadMs = RING_TIMEOUT_MS;
  const backwards = { ...pair, phone: pair.desk, callee: pair.caller };
  const { id } = await ring(backwards);
  expect(id).not.toBe(over);
  expect((await pair.phone.take('call.ended')).call.id).toBe(over);
  expect((await pair.phone.take('call.ringing')).call.id).toBe(id);
});

test('CALL-10: a server that was restarted in the middle of a ring ends it, and no device is told that it rings', async () => {
  const first = await start();
  const pair = await createPair(first.origin);
  const { id: callId } = await ring(pair);
  await first.app.close();
  running.pop();
  aheadMs = RING_TIMEOUT_MS;
  const second = await start({ database: first.database });
  await expect
    .poll(async () => await second.ports.stores.calls.find(callId))
    .toMatchObject({ state: 'ended', outcome: 'missed' });
  const rows = await second.ports.stores.messages.listPage(pair.conversationId, pair.callee.me.person.id, {
    limit: 10,
  });
  expect(rows?.messages.at(-1)).toMatchObject({ kind: 'call', outcome: 'missed', notice: true });
});

test('CALL-11: a restart disturbs no accepted call, however long it took, and its devices attest to the new server', async () => {
  const first = await start();
  const pair = await createPair(first.origin);
  const { id: callId } = await connect(pair);
  await first.app.close();
  running.pop();
  aheadMs = 10 * CALL_LEASE_MS;
  const second = await start({ database: first.database });
  const sweeper = startSweeper(second.ports);
  running.push(sweeper);
  await sweeper.sweep();
  expect((await second.ports.stores.calls.find(callId))?.state).toBe('accepted');
  await second.ports.stores.calls.attest(callId, clock());
  aheadMs += CALL_LEASE_MS - 10_000;
  await sweeper.sweep();
  expect((await second.ports.stores.calls.find(callId))?.state).toBe('accepted');
});

test('CALL-11: a call that neither side attests for 90 s is lost, one that one side attests is not', async () => {
  const server = await start();
  const [silent, lively] = [await createPair(server.origin), await createPair(server.origin)];
  const [lost, kept] = [await connect(silent), await connect(lively)];
  // Two nodes that sweep at once: each call ends once.
  const sweepers = [startSweeper(server.ports), startSweeper(server.ports)];
  running.push(...sweepers);
  const sweep = () => Promise.all(sweepers.map((sweeper) => sweeper.sweep()));
  aheadMs = CALL_LEASE_MS / 2;
  // Sockets that were silent for so long are gone; the device comes back.
  const again = await connectDevice(server.origin, lively.caller, { deviceId: lively.phone.deviceId });
  await again.call('call.attest', { callId: kept.id });
  await sweep();
  expect((await server.ports.stores.calls.find(lost.id))?.state).toBe('accepted');
  aheadMs = CALL_LEASE_MS + 1_000;
  await sweep();
  expect(await server.ports.stores.calls.find(lost.id)).toMatchObject({ state: 'ended', outcome: 'lost' });
  expect((await server.ports.stores.calls.find(kept.id))?.state).toBe('accepted');
  expect(await callRows(silent.caller, silent.conversationId)).toHaveLength(1);
});
