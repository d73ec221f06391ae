import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import type { PushSender } from '../ports.ts';
import { startAppleServer } from '../testing/apple.ts';
import type { AppleServer } from '../testing/apple.ts';
import { openPush } from './open-push.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const target = {
  kind: 'apns',
  environment: 'production',
  voipToken: 'a'.repeat(64),
  alertToken: 'b'.repeat(64),
} as const;
const ring = { isUrgent: true, topic: 't'.repeat(32), expiresAtMs: NOW_MS + 44_900 };
const notice = { ...ring, isUrgent: false, expiresAtMs: NOW_MS + 3_600_000 };

let apple: AppleServer;
let sender: PushSender;
let nowMs = NOW_MS;

beforeEach(async () => {
  nowMs = NOW_MS;
  apple = await startAppleServer();
  const config = parseConfig({
    APNS_KEY: apple.key
      .export({ type: 'pkcs8', format: 'pem' })
      .toString()
      .replaceAll('\n', String.raw`\n`),
    APNS_KEY_ID: 'KEY1234567',
    APNS_TEAM_ID: 'TEAM123456',
    APNS_TOPIC: 'org.example.parley',
    APNS_URL: apple.origin,
  });
  sender = openPush({ config, secret: Buffer.alloc(32), clock: () => nowMs, ca: apple.ca });
});

afterEach(async () => {
  sender.close();
  await apple.close();
});

test('PUSH-10: a ring goes to PushKit over HTTP/2, urgent, and expires with its deadline', async () => {
  expect(await sender.send(target, ring)).toEqual({ outcome: 'sent' });
  expect(apple.pushes[0]?.headers).toMatchObject({
    ':method': 'POST',
    ':scheme': 'https',
    ':path': `/3/device/${'a'.repeat(64)}`,
    'apns-topic': 'org.example.parley.voip',
    'apns-push-type': 'voip',
    'apns-priority': '10',
    'apns-expiration': String(Math.floor(ring.expiresAtMs / 1000)),
  });
});

test('PUSH-10: the token is Apple’s kind: ES256, key id, team and time, signed with the operator’s key', async () => {
  await sender.send(target, ring);
  expect(apple.pushes[0]?.claims).toEqual({
    header: { alg: 'ES256', kid: 'KEY1234567' },
    body: { iss: 'TEAM123456', iat: NOW_MS / 1000 },
  });
});

test('PUSH-10: a notice is an alert that takes the place of the one about the same thing', async () => {
  expect(await sender.send(target, notice)).toEqual({ outcome: 'sent' });
  expect(apple.pushes[0]?.headers).toMatchObject({
    ':path': `/3/device/${'b'.repeat(64)}`,
    'apns-topic': 'org.example.parley',
    'apns-push-type': 'alert',
    'apns-collapse-id': notice.topic,
  });
});

test('PUSH-2: whatever it is about, Apple is told the same few words', async () => {
  await sender.send(target, ring);
  await sender.send(target, notice);
  const [first, second] = apple.pushes.map((push) => JSON.stringify(push.body));
  expect(first).toBe(second);
  expect(first).not.toContain(ring.topic);
});

test('PUSH-10: a token is used again and renewed before it is an hour old', async () => {
  await sender.send(target, ring);
  nowMs = NOW_MS + 45 * MINUTE_MS;
  const later = { ...ring, expiresAtMs: nowMs + 40_000 };
  await sender.send(target, later);
  nowMs = NOW_MS + 55 * MINUTE_MS;
  await sender.send(target, { ...ring, expiresAtMs: nowMs + 40_000 });
  const [first, second, third] = apple.pushes.map((push) => push.token);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('PUSH-10: a token that Apple calls expired is renewed for the next attempt, but not within 20 minutes', async () => {
  await sender.send(target, notice);
  for (const minutes of [5, 25]) {
    nowMs = NOW_MS + minutes * MINUTE_MS;
    apple.refusals.push({ status: 403, reason: 'ExpiredProviderToken' });
    expect((await sender.send(target, notice)).outcome).toBe('later');
    await sender.send(target, notice);
  }
  const tokens = apple.pushes.map((push) => push.token);
  expect(new Set(tokens.slice(0, 4)).size).toBe(1);
  expect(tokens[4]).not.toBe(tokens[3]);
});

test('PUSH-10: one connection serves all, and another is made when Apple says goodbye', async () => {
  await Promise.all([sender.send(target, ring), sender.send(target, notice), sender.send(target, ring)]);
  expect(apple.connections()).toBe(1);
  apple.goAway();
  await expect.poll(async () => (await sender.send(target, ring)).outcome).toBe('sent');
  expect(apple.connections()).toBe(2);
});

test.each([
  [410, 'Unregistered', 'gone'],
  [400, 'BadDeviceToken', 'gone'],
  [400, 'DeviceTokenNotForTopic', 'refused'],
  [403, 'InvalidProviderToken', 'refused'],
  [413, 'PayloadTooLarge', 'refused'],
  [429, 'TooManyRequests', 'later'],
  [500, 'InternalServerError', 'later'],
  [503, 'ServiceUnavailable', 'later'],
])('PUSH-7: Apple’s %d %s means: %s', async (status, reason, outcome) => {
  apple.refusals.push({ status, reason });
  expect((await sender.send(target, ring)).outcome).toBe(outcome);
});

test('PUSH-6: Apple is not asked for a ring that is over', async () => {
  nowMs = ring.expiresAtMs;
  expect(await sender.send(target, ring)).toEqual({ outcome: 'over' });
  expect(apple.pushes).toEqual([]);
});

test('PUSH-6: an Apple server that is not there is tried again later', async () => {
  await apple.close();
  expect((await sender.send(target, ring)).outcome).toBe('later');
});

test('PUSH-10: a device without a token for calls rings by an alert; without any it is refused when it registers', async () => {
  const { voipToken: _, ...alertOnly } = target;
  expect(await sender.send(alertOnly, ring)).toEqual({ outcome: 'sent' });
  expect(apple.pushes[0]?.headers['apns-push-type']).toBe('alert');
  expect((await sender.check(target)).outcome).toBe('fine');
  expect((await sender.check({ kind: 'apns', environment: 'sandbox' })).outcome).toBe('refused');
});
