import { SessionId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushOutcome } from '../ports.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createSubscriptionKeys } from '../testing/push-crypto.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { RetryLater } from './retry-later.ts';
import { sendWakeUp, toTopic } from './send-wake-up.ts';

let server: TestServer;
let person: TestPerson;
const warnings: object[] = [];

beforeAll(async () => {
  server = await createTestServer();
  person = await signUpPerson(server.origin, 'anna');
});
afterAll(() => server.close());

/** Sends one wake-up to a push service that answers like this. */
async function sendTo(outcome: PushOutcome): Promise<'subscribed' | 'forgotten'> {
  const { ports } = server;
  const { sessionId } = person;
  const { p256dh, auth } = createSubscriptionKeys();
  const target = { kind: 'web', endpoint: 'https://push.example.org/x', keys: { p256dh, auth } } as const;
  await ports.stores.pushTargets.save(sessionId, person.me.person.id, target, 0);
  const device = await ports.stores.pushTargets.load(sessionId);
  if (device === undefined) throw new Error('no device');
  const push = { ...ports.push, send: async () => outcome };
  const log = { ...ports.log, warn: (fields: object) => void warnings.push(fields) };
  const wakeUp = { isUrgent: true, topic: 'x', expiresAtMs: 0 };
  await sendWakeUp({ ...ports, push, log }, sessionId, device, wakeUp);
  return (await ports.stores.pushTargets.load(sessionId)) === undefined ? 'forgotten' : 'subscribed';
}

test('PUSH-7: a device that is gone is forgotten; one that was refused is not, and the log says why', async () => {
  expect(await sendTo({ outcome: 'gone' })).toBe('forgotten');
  expect(await sendTo({ outcome: 'sent' })).toBe('subscribed');
  expect(await sendTo({ outcome: 'over' })).toBe('subscribed');
  expect(warnings).toEqual([]);
  expect(await sendTo({ outcome: 'refused', why: '403 wrong key' })).toBe('subscribed');
  expect(warnings).toEqual([{ kind: 'web', why: '403 wrong key' }]);
});

test('PUSH-7: only a service that is busy is tried again', async () => {
  await expect(sendTo({ outcome: 'later', why: '503' })).rejects.toThrow(RetryLater);
});

test('PUSH-4: a topic is of one device and one call, and tells neither', () => {
  const other = SessionId.parse('00000000-0000-4000-8000-000000000000');
  const topics = [
    toTopic(person.sessionId, 'call 1'),
    toTopic(person.sessionId, 'call 2'),
    toTopic(other, 'call 1'),
  ];
  expect(new Set(topics).size).toBe(3);
  expect(toTopic(other, 'call 1')).toBe(topics[2]);
  expect(topics.join(' ')).toMatch(/^[\w-]{32} [\w-]{32} [\w-]{32}$/);
});
