import { randomUUID } from 'node:crypto';
import { ClientMsgId, PING_INTERVAL_MS } from '@parley/protocol';
import type { CallId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { connect, createPair, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ clock: () => Date.now() + aheadMs });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const goneSeenBy = (device: TestDevice) => device.events.filter(({ type }) => type === 'call.peer-gone');

/** What was told of the end of a socket has come by now: two messages, which take longer, have come since. */
async function settleAfter(
  { desk, conversationId }: Pair,
  others: readonly TestDevice[] = [],
): Promise<void> {
  for (const text of ['still', 'here'])
    await desk.call('message.send', { conversationId, clientMsgId: ClientMsgId.parse(randomUUID()), text });
  for (const device of [desk, ...others]) await device.settle();
}

/** A call between the phone and the desk; both have spoken of it. */
async function createRunningCall(): Promise<{ pair: Pair; callId: CallId }> {
  const pair = await createPair(server.origin);
  const { id: callId } = await connect(pair);
  return { pair, callId };
}

test.each<[string, (device: TestDevice) => unknown]>([
  ['breaks off, as in a crash', (device) => device.breakOff()],
  ['is closed by the page that is unloaded', async (device) => await device.close(1001)],
])('CALL-39: the other end is told when a socket %s, and nobody else', async (_, end) => {
  const { pair, callId } = await createRunningCall();
  await end(pair.phone);
  expect(await pair.desk.take('call.peer-gone')).toEqual({
    type: 'call.peer-gone',
    callId,
    deviceId: pair.phone.deviceId,
  });
  await settleAfter(pair, [pair.laptop, pair.tablet]);
  for (const device of [pair.laptop, pair.tablet]) expect(goneSeenBy(device)).toEqual([]);
  // The call itself is as it was (CALL-11).
  await pair.desk.call('call.attest', { callId });
});

test('CALL-39: the calling end is told of the answering one as well', async () => {
  const { pair, callId } = await createRunningCall();
  pair.desk.breakOff();
  expect(await pair.phone.take('call.peer-gone')).toMatchObject({ callId, deviceId: pair.desk.deviceId });
});

test('CALL-39: nobody is told of a device that is at no end, or that says that it closes', async () => {
  const { pair } = await createRunningCall();
  pair.laptop.breakOff();
  await pair.tablet.close(1001);
  await pair.phone.close();
  await settleAfter(pair);
  expect(goneSeenBy(pair.desk)).toEqual([]);
});

test('CALL-39: nobody is told once the call is over, nor while it rings', async () => {
  const { pair, callId } = await createRunningCall();
  await pair.desk.call('call.hang-up', { callId, because: 'completed' });
  pair.phone.breakOff();
  const other = await createPair(server.origin);
  await ring(other);
  other.phone.breakOff();
  for (const one of [pair, other]) {
    await settleAfter(one);
    expect(goneSeenBy(one.desk)).toEqual([]);
  }
});

test('CALL-39: a socket that the server ends, for another one or for its silence, says nothing of its device', async () => {
  const { pair, callId } = await createRunningCall();
  const { deviceId } = pair.phone;
  const second = await connectDevice(server.origin, pair.caller, { deviceId, answersPings: false });
  await pair.phone.closed;
  await second.call('call.attest', { callId });
  aheadMs += 2 * PING_INTERVAL_MS - 1_000;
  await pair.desk.settle();
  aheadMs += 1_000;
  expect(await second.closed).toBe(1006);
  await settleAfter(pair);
  expect(goneSeenBy(pair.desk)).toEqual([]);
});
