import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { ask, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { newHandle } from '../../testing/pair.ts';
import { startPushService } from '../../testing/push-service.ts';
import type { PushService } from '../../testing/push-service.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;
let service: PushService;
let person: TestPerson;

beforeAll(async () => {
  service = await startPushService();
  server = await createTestServer({
    config: { push: { hosts: [service.host], contact: undefined, apns: undefined, fcm: undefined } },
  });
  person = await signUpPerson(server.origin, newHandle());
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server.close();
  await service.close();
});

const subscribed = async (one: TestPerson) => (await one.call('getPushState', {})).subscribed;

test('PUSH-1: a session subscribes its device, changes it and gives it up', async () => {
  const before = await person.call('getPushState', {});
  expect(before).toMatchObject({ subscribed: null, senders: { web: true, apns: false, fcm: false } });
  expect(Buffer.from(before.vapidPublicKey, 'base64url')).toHaveLength(65);
  await person.call('putPushTarget', { body: { target: service.subscribe().target } });
  const { target } = service.subscribe();
  await person.call('putPushTarget', { body: { target } });
  expect((await server.ports.stores.pushTargets.load(person.sessionId))?.target).toEqual(target);
  expect(await subscribed(person)).toBe('web');
  await person.call('removePushTarget', {});
  expect(await subscribed(person)).toBeNull();
});

test('PUSH-1: a device that another session presents moves there: who used this browser before is not told here', async () => {
  const [first, second] = [
    await signUpPerson(server.origin, newHandle()),
    await signUpPerson(server.origin, newHandle()),
  ];
  const { target } = service.subscribe();
  await first.call('putPushTarget', { body: { target } });
  await second.call('putPushTarget', { body: { target } });
  expect([await subscribed(first), await subscribed(second)]).toEqual([null, 'web']);
});

test('PUSH-1: the subscription ends with its session', async () => {
  const gone = await signUpPerson(server.origin, newHandle());
  await gone.call('putPushTarget', { body: { target: service.subscribe().target } });
  await gone.call('signOut', {});
  expect(await server.ports.stores.pushTargets.load(gone.sessionId)).toBeUndefined();
});

test('PUSH-8: an endpoint that is none is refused, nothing is stored and nobody is asked', async () => {
  const { keys } = service.subscribe().target;
  await person.call('removePushTarget', {});
  const elsewhere = await startPushService();
  const endpoints = [
    `https://${elsewhere.host}/x`,
    `http://${service.host}/x`,
    `https://user@${service.host}/x`,
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/x',
    'https://example.org/x',
    '',
  ];
  for (const endpoint of endpoints) {
    const refused = await person.fail('putPushTarget', { body: { target: { kind: 'web', endpoint, keys } } });
    expect(refused.code).toBe('bad_request');
  }
  expect(await subscribed(person)).toBeNull();
  expect([...elsewhere.pushes, ...service.pushes]).toEqual([]);
  await elsewhere.close();
});

test('PUSH-8: whatever is sent as a target, nothing but a subscription at a known service is kept', async () => {
  const good = service.subscribe().target;
  const bearer = { authorization: `Bearer ${person.token}` };
  const anything = fc.anything({ maxDepth: 2, withNullPrototype: false });
  const almost = fc.record(
    {
      kind: fc.constantFrom('web', 'apns', 'fcm', 'sms'),
      endpoint: fc.oneof(fc.webUrl(), fc.string(), fc.constant(good.endpoint)),
      keys: fc.oneof(
        anything,
        fc.record({
          p256dh: fc.oneof(fc.string(), fc.constant(good.keys.p256dh)),
          auth: fc.oneof(fc.string(), fc.base64String()),
        }),
      ),
      token: fc.string(),
      environment: fc.constantFrom('production', 'sandbox', 'moon'),
      voipToken: fc.string(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, almost), async (target) => {
      const answer = await ask(server.origin, 'putPushTarget', { body: { target } }, bearer);
      expect(answer.status).toBe(400);
      expect(await subscribed(person)).toBeNull();
    }),
    { numRuns: 100 },
  );
});

test('PUSH-1: more than twenty devices of one account are not woken; the longest unused gives way', async () => {
  const { pushTargets, sessions } = server.ports.stores;
  const { id } = person.me.person;
  const ids = Array.from({ length: 22 }, () => server.ports.random.uuid());
  for (const [place, sessionId] of ids.entries()) {
    // A session id of the test's own making.
    const made = sessionId as TestPerson['sessionId'];
    await sessions.create({
      id: made,
      accountId: id,
      tokenHash: Buffer.from(sessionId),
      label: 'x',
      platform: 'web',
      createdAtMs: place,
    });
    await pushTargets.save(made, id, service.subscribe().target, place);
  }
  const kept = await Promise.all(ids.map((each) => pushTargets.load(each as TestPerson['sessionId'])));
  expect(kept.map((device) => device !== undefined)).toEqual(ids.map((_, place) => place >= 2));
});

test('PUSH-8: an account presents so many an hour: each has a name looked up', async () => {
  const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
  const anna = await signUpPerson(strict.origin, newHandle());
  const { target } = service.subscribe();
  const refused = { ...target, endpoint: 'https://unknown.example/push' };
  for (let count = 0; count < 60; count += 1) {
    expect(await anna.fail('putPushTarget', { body: { target: refused } })).toMatchObject({
      code: 'bad_request',
    });
  }
  expect(await anna.fail('putPushTarget', { body: { target: refused } })).toMatchObject({
    code: 'rate_limited',
  });
  await strict.close();
});
