import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../config.ts';
import { createSubscriptionKeys } from '../testing/push-crypto.ts';
import { openPush } from './open-push.ts';

function open(env: Record<string, string>) {
  return openPush({ config: parseConfig(env), secret: Buffer.alloc(32), clock: Date.now });
}

const keys = createSubscriptionKeys();
const onThisMachine = {
  kind: 'web',
  endpoint: 'https://localhost:8443/x',
  keys: { p256dh: keys.p256dh, auth: keys.auth },
} as const;

test('PUSH-8: production asks no push service on this machine, whatever the settings say', async () => {
  const demo = open({ PUSH_HOSTS: 'localhost:8443' });
  expect((await demo.check(onThisMachine)).outcome).toBe('fine');
  const production = open({
    PUSH_HOSTS: 'localhost:8443',
    PARLEY_ENV: 'production',
    PARLEY_ORIGIN: 'https://parley.example.org',
  });
  expect((await production.check(onThisMachine)).outcome).toBe('refused');
});

test('PUSH-8: a subscription whose keys no browser made is refused', async () => {
  const { check } = open({ PUSH_HOSTS: 'localhost:8443' });
  const { p256dh, auth } = onThisMachine.keys;
  const wrong = [
    { p256dh: p256dh.slice(0, 80), auth },
    { p256dh: `A${p256dh.slice(1)}`, auth },
    { p256dh, auth: auth.slice(0, 10) },
    { p256dh: '', auth: '' },
  ];
  for (const each of wrong) expect((await check({ ...onThisMachine, keys: each })).outcome).toBe('refused');
});

test('PUSH-10, PUSH-11: without an account at Apple or Google their devices are refused', async () => {
  const push = open({});
  expect(push.senders).toEqual({ web: true, apns: false, fcm: false });
  expect((await push.check({ kind: 'fcm', token: 'a-token' })).outcome).toBe('refused');
  expect(
    (await push.check({ kind: 'apns', environment: 'sandbox', voipToken: 'a'.repeat(64) })).outcome,
  ).toBe('refused');
});

test.each([
  [{ PUSH_HOSTS: 'https://push.example.org' }, /PUSH_HOSTS/],
  [{ FCM_SERVICE_ACCOUNT: '{}' }, /FCM_SERVICE_ACCOUNT/],
  [{ FCM_SERVICE_ACCOUNT: 'a-file.json' }, /FCM_SERVICE_ACCOUNT/],
  [{ APNS_KEY: 'AuthKey.p8', APNS_KEY_ID: 'a', APNS_TEAM_ID: 'b', APNS_TOPIC: 'c' }, /APNS_KEY/],
])('PUSH-8, PUSH-10, PUSH-11: a setting that cannot be is told to the operator by its name', (env, says) => {
  expect(() => open(env)).toThrow(ConfigError);
  expect(() => open(env)).toThrow(says);
});
