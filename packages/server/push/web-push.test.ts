import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startPushService } from '../testing/push-service.ts';
import type { PushService } from '../testing/push-service.ts';
import { createEndpointGuard } from './endpoint-guard.ts';
import { parsePushHost } from './push-hosts.ts';
import { createPushSender } from './sender.ts';
import { deriveVapidKeys } from './vapid.ts';
import { createWebPush } from './web-push.ts';

const keys = deriveVapidKeys(Buffer.from('a secret of at least thirty-two bytes'));
const NOW_MS = Date.UTC(2026, 0, 1);
const wakeUp = { isUrgent: true, topic: 'a'.repeat(32), expiresAtMs: NOW_MS + 44_900 };

let service: PushService;
let nowMs = NOW_MS;

beforeEach(async () => {
  nowMs = NOW_MS;
  service = await startPushService();
});

afterEach(() => service.close());

function create(resolve?: (host: string) => Promise<{ address: string; family: number }[]>) {
  const host = parsePushHost(service.host);
  if (host === undefined) throw new Error('no host');
  const guard = createEndpointGuard({
    hosts: [host],
    allowsLoopback: true,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const clock = () => nowMs;
  const web = createWebPush({ guard, keys, contact: 'mailto:operator@example.org', clock, ca: service.ca });
  return createPushSender({ guard, vapidPublicKey: keys.publicKey, web });
}

/** The claims of a token, whose signature by the server's key is checked first (RFC 8292). */
function readVapid(authorization: string | undefined): Record<string, unknown> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization ?? '') ?? [];
  expect(key).toBe(keys.publicKey);
  const point = Buffer.from(key, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const [head = '', body = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${body}`);
  const isGenuine = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isGenuine).toBe(true);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
}

test('PUSH-2, PUSH-4: a wake-up is encrypted to the device, says nothing, is urgent and lives as long as the ring', async () => {
  const subscription = service.subscribe();
  expect(await create().send(subscription.target, wakeUp)).toEqual({ outcome: 'sent' });
  const [push] = service.pushes;
  expect(push?.path).toBe(new URL(subscription.endpoint).pathname);
  expect(push?.headers).toMatchObject({
    ttl: '44',
    urgency: 'high',
    topic: 'a'.repeat(32),
    'content-encoding': 'aes128gcm',
  });
  expect(subscription.decrypt(push?.body ?? Buffer.alloc(0)).toString()).toBe('wake'.padEnd(64));
  const claims = readVapid(push?.headers.authorization);
  expect(claims).toMatchObject({ aud: `https://${service.host}`, sub: 'mailto:operator@example.org' });
  // RFC 8292: not more than a day ahead.
  expect(Number(claims['exp']) - Date.now() / 1000).toBeLessThan(24 * 60 * 60);
});

test('PUSH-2: every wake-up has the same size', async () => {
  const sender = create();
  const { target } = service.subscribe();
  for (const isUrgent of [true, false]) {
    for (const topic of ['short', 'b'.repeat(32)]) await sender.send(target, { ...wakeUp, isUrgent, topic });
  }
  await sender.send(service.subscribe().target, wakeUp);
  expect(new Set(service.pushes.map((push) => push.body.length)).size).toBe(1);
  expect(service.pushes.map((push) => push.headers['urgency'])).toEqual([
    'high',
    'high',
    'normal',
    'normal',
    'high',
  ]);
});

test('PUSH-6: nothing is sent for what is over, not even for less than a second', async () => {
  nowMs = wakeUp.expiresAtMs - 900;
  expect(await create().send(service.subscribe().target, wakeUp)).toEqual({ outcome: 'over' });
  expect(service.pushes).toEqual([]);
});

test.each([
  [201, 'sent'],
  [404, 'gone'],
  [410, 'gone'],
  [400, 'refused'],
  [403, 'refused'],
  [413, 'refused'],
  [429, 'later'],
  [500, 'later'],
  [503, 'later'],
])('PUSH-7: a push service that answers %d means: %s', async (status, outcome) => {
  service.answers.push({ status });
  expect((await create().send(service.subscribe().target, wakeUp)).outcome).toBe(outcome);
});

test('PUSH-7: a push service that asks to wait is left alone for as long, and then asked again', async () => {
  const sender = create();
  service.answers.push({ status: 429, headers: { 'retry-after': '30' } });
  expect((await sender.send(service.subscribe().target, wakeUp)).outcome).toBe('later');
  expect((await sender.send(service.subscribe().target, wakeUp)).outcome).toBe('later');
  expect(service.pushes).toHaveLength(1);
  nowMs += 30_000;
  expect((await sender.send(service.subscribe().target, wakeUp)).outcome).toBe('sent');
});

test('PUSH-7: a push service that cannot be reached is left alone for a moment: it holds up no other', async () => {
  const sender = create();
  const { target } = service.subscribe();
  await service.close();
  const first = await sender.send(target, wakeUp);
  const second = await sender.send(target, wakeUp);
  expect([first, second]).toEqual([
    { outcome: 'later', why: 'why' in first && first.why },
    { outcome: 'later', why: 'asked to wait' },
  ]);
  expect('why' in first && first.why).toContain('ECONNREFUSED');
  nowMs += 2_000;
  expect(await sender.send(target, wakeUp)).toEqual(first);
});

test('PUSH-9: a redirect is not followed', async () => {
  const other = await startPushService();
  try {
    service.answers.push({ status: 307, headers: { location: `https://${other.host}/stolen` } });
    expect((await create().send(service.subscribe().target, wakeUp)).outcome).toBe('refused');
    expect(other.pushes).toEqual([]);
  } finally {
    await other.close();
  }
});

test('PUSH-9: the connection goes to the address that was checked, whatever the name means a moment later', async () => {
  // The name resolves to nothing anywhere; only the pinned address leads to the service, whose certificate is for it.
  const port = service.host.split(':')[1];
  const lookedUp: string[] = [];
  const guard = createEndpointGuard({
    hosts: [{ name: 'localhost', port: Number(port) }],
    allowsLoopback: true,
    resolve: async (host) => {
      lookedUp.push(host);
      return [{ address: '127.0.0.3', family: 4 }];
    },
  });
  const web = createWebPush({ guard, keys, contact: 'mailto:a@b.c', clock: () => nowMs, ca: service.ca });
  const sender = createPushSender({ guard, vapidPublicKey: keys.publicKey, web });
  // The service listens on 127.0.0.1 alone, where `localhost` leads: a connection to 127.0.0.3 finds nobody.
  const result = await sender.send(service.subscribe().target, wakeUp);
  expect(result.outcome).toBe('later');
  expect('why' in result && result.why).toContain('127.0.0.3');
  expect(lookedUp).toEqual(['localhost']);
  expect(service.pushes).toEqual([]);
});

test('PUSH-8, PUSH-9: the address is checked at each sending', async () => {
  let address = '127.0.0.1';
  const sender = create(async () => [{ address, family: 4 }]);
  const { target } = service.subscribe();
  expect((await sender.send(target, wakeUp)).outcome).toBe('sent');
  address = '10.0.0.1';
  expect((await sender.send(target, wakeUp)).outcome).toBe('refused');
  expect(service.pushes).toHaveLength(1);
});

test('PUSH-9: no more than the beginning of an answer is read', async () => {
  service.answers.push({ status: 400, body: 'x'.repeat(10_000_000) });
  const result = await create().send(service.subscribe().target, wakeUp);
  expect(JSON.stringify(result).length).toBeLessThan(400);
});

test('PUSH-9: a push service that shows a wrong certificate is not told anything', async () => {
  const impostor = await startPushService();
  try {
    const host = parsePushHost(impostor.host);
    const guard = createEndpointGuard({ hosts: host === undefined ? [] : [host], allowsLoopback: true });
    const clock = () => nowMs;
    const web = createWebPush({ guard, keys, contact: 'mailto:a@b.c', clock, ca: service.ca });
    const sender = createPushSender({ guard, vapidPublicKey: keys.publicKey, web });
    expect((await sender.send(impostor.subscribe().target, wakeUp)).outcome).toBe('later');
    expect(impostor.pushes).toEqual([]);
  } finally {
    await impostor.close();
  }
});

test('PUSH-1: the server’s key for subscriptions is the same after a restart, and another with another secret', () => {
  expect(deriveVapidKeys(Buffer.from('a secret of at least thirty-two bytes'))).toEqual(keys);
  expect(deriveVapidKeys(Buffer.from('another one of at least thirty-two b'))).not.toEqual(keys);
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
});
