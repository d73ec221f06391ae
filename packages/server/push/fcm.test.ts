import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import type { PushSender } from '../ports.ts';
import { startGoogleServer } from '../testing/google.ts';
import type { GoogleServer } from '../testing/google.ts';
import { openPush } from './open-push.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const target = { kind: 'fcm', token: 'device-token' } as const;
const ring = { isUrgent: true, topic: 't'.repeat(32), expiresAtMs: NOW_MS + 44_900 };

let google: GoogleServer;
let sender: PushSender;
let nowMs = NOW_MS;

beforeEach(async () => {
  nowMs = NOW_MS;
  google = await startGoogleServer();
  const config = parseConfig({ FCM_SERVICE_ACCOUNT: google.serviceAccount, FCM_URL: google.origin });
  sender = openPush({ config, secret: Buffer.alloc(32), clock: () => nowMs, ca: google.ca });
});

afterEach(() => google.close());

test('PUSH-11, PUSH-2: a ring is a data message of high priority that lives as long as the ring and says nothing', async () => {
  expect(await sender.send(target, ring)).toEqual({ outcome: 'sent' });
  expect(google.messages).toEqual([
    {
      path: '/v1/projects/parley-test/messages:send',
      message: {
        token: 'device-token',
        data: { wake: '1' },
        android: { priority: 'HIGH', ttl: '44s', collapse_key: ring.topic },
      },
    },
  ]);
  await sender.send(target, { ...ring, isUrgent: false });
  expect(google.messages[1]?.message['android']).toMatchObject({ priority: 'NORMAL' });
});

test('PUSH-11: Google is shown a statement signed by the service account, and its token is used again', async () => {
  await Promise.all([sender.send(target, ring), sender.send(target, ring)]);
  await sender.send(target, ring);
  expect(google.grants).toEqual([
    {
      iss: 'sender@parley-test.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/firebase.messaging',
      aud: `${google.origin}/token`,
      iat: NOW_MS / 1000,
      exp: NOW_MS / 1000 + 3_600,
    },
  ]);
  nowMs += 51 * 60_000;
  await sender.send(target, { ...ring, expiresAtMs: nowMs + 40_000 });
  expect(google.grants).toHaveLength(2);
});

test('PUSH-11: a token that Google does not know any more is asked for anew', async () => {
  await sender.send(target, ring);
  google.revoke();
  expect((await sender.send(target, ring)).outcome).toBe('later');
  expect((await sender.send(target, ring)).outcome).toBe('sent');
});

test.each([
  [404, 'UNREGISTERED', 'gone'],
  [400, 'INVALID_ARGUMENT', 'refused'],
  [403, 'SENDER_ID_MISMATCH', 'refused'],
  [429, 'QUOTA_EXCEEDED', 'later'],
  [500, 'INTERNAL', 'later'],
  [503, 'UNAVAILABLE', 'later'],
])('PUSH-7: Google’s %d %s means: %s', async (status, errorCode, outcome) => {
  google.refusals.push({ status, errorCode });
  expect((await sender.send(target, ring)).outcome).toBe(outcome);
});

test('PUSH-6: Google is not sent a ring that is over, and one that is not there is tried again later', async () => {
  expect((await sender.send(target, { ...ring, expiresAtMs: nowMs + 500 })).outcome).toBe('over');
  expect(google.messages).toEqual([]);
  await google.close();
  expect((await sender.send(target, ring)).outcome).toBe('later');
});
