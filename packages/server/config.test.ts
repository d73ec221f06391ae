import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, isLoopback, originsOf, parseConfig } from './config.ts';

function problemsOf(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
}

describe('settings', () => {
  test('without any, Parley serves this machine and keeps its data in ./data', () => {
    expect(parseConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('data'),
      origin: undefined,
      mode: 'demo',
      local: true,
      databaseUrl: undefined,
      turn: undefined,
      preconnect: 'on',
      natsUrl: undefined,
      secret: undefined,
      placingRequires: 'premium',
      verifiedBy: 'admin',
      rolloutAtFirst: 'on',
      stripe: undefined,
      mail: undefined,
      sms: undefined,
      push: { hosts: [], contact: undefined, apns: undefined, fcm: undefined },
      logLevel: 'warn',
    });
  });

  test('an empty variable counts as left out', () => {
    expect(parseConfig({ PORT: '', HOST: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(parseConfig({}));
  });

  test('each one has its effect', () => {
    const config = parseConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      PARLEY_DATA: '/srv/parley',
      PARLEY_ORIGIN: 'https://Parley.Example.org/',
      PARLEY_ENV: 'production',
      DATABASE_URL: 'postgres://parley:secret@db:5432/parley',
      TURN_URLS: 'turn:a.example.org:3478, turns:a.example.org:5349',
      TURN_SECRET: 'secret',
      PRECONNECT: 'off',
      NATS_URL: 'nats://bus:4222',
      PARLEY_SECRET: 'a secret that has 32 characters.',
      PLACING_REQUIRES: 'nobody',
      VERIFIED_BY: 'both',
      PARLEY_ROLLOUT: 'off',
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_PRICE_ID: 'price_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old',
      SMTP_URL: 'smtps://parley:secret@mail.example.org',
      MAIL_FROM: 'Parley <parley@example.org>',
      SMS_HTTP_URL: 'https://sms.example.org/send',
      SMS_HTTP_TOKEN: 'token',
      PUSH_HOSTS: 'push.example.org,*.push.example.net',
      PUSH_CONTACT: 'mailto:parley@example.org',
      APNS_KEY: 'a key',
      APNS_KEY_ID: 'KEY',
      APNS_TEAM_ID: 'TEAM',
      APNS_TOPIC: 'org.example.parley',
      FCM_SERVICE_ACCOUNT: '{}',
      LOG_LEVEL: 'debug',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 8080,
      dataDir: '/srv/parley',
      origin: 'https://parley.example.org',
      mode: 'production',
      local: false,
      databaseUrl: 'postgres://parley:secret@db:5432/parley',
      turn: { urls: ['turn:a.example.org:3478', 'turns:a.example.org:5349'], secret: 'secret' },
      preconnect: 'off',
      natsUrl: 'nats://bus:4222',
      secret: 'a secret that has 32 characters.',
      placingRequires: 'nobody',
      verifiedBy: 'both',
      rolloutAtFirst: 'off',
      stripe: {
        secretKey: 'sk_test_1',
        priceId: 'price_1',
        webhookSecrets: ['whsec_new', 'whsec_old'],
        apiUrl: undefined,
      },
      mail: { url: 'smtps://parley:secret@mail.example.org', from: 'Parley <parley@example.org>' },
      sms: { url: 'https://sms.example.org/send', token: 'token' },
      push: {
        hosts: ['push.example.org', '*.push.example.net'],
        contact: 'mailto:parley@example.org',
        apns: { key: 'a key', keyId: 'KEY', teamId: 'TEAM', topic: 'org.example.parley', url: undefined },
        fcm: { serviceAccount: '{}', url: undefined },
      },
      logLevel: 'debug',
    });
  });

  test.each([
    [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535'],
    [{ PORT: '70000' }, 'PORT must be a number from 0 to 65535'],
    [{ PORT: '30.5' }, 'PORT must be a number from 0 to 65535'],
    [{ PARLEY_ORIGIN: 'parley.example.org' }, 'PARLEY_ORIGIN must be the address that people type'],
    [{ PARLEY_ORIGIN: 'https://example.org/parley' }, 'without a path'],
    [{ PARLEY_ORIGIN: 'ftp://example.org' }, 'PARLEY_ORIGIN must be the address that people type'],
    [{ PARLEY_ENV: 'staging' }, 'PARLEY_ENV must be "production"'],
    [{ DATABASE_URL: 'mysql://db/parley' }, 'DATABASE_URL must look like postgres://'],
    [{ TURN_URLS: 'turn:a.example.org', TURN_SECRET: '' }, 'TURN_URLS and TURN_SECRET belong together'],
    [{ TURN_URLS: 'https://a.example.org', TURN_SECRET: 's' }, 'TURN_URLS must be a list like turn:'],
    [{ PRECONNECT: 'yes' }, 'PRECONNECT must be "on" or "off"'],
    [{ NATS_URL: 'localhost' }, 'NATS_URL must look like nats://'],
    [{ HOST: '0.0.0.0' }, 'set PARLEY_ORIGIN=https://'],
    [{ NATS_URL: 'nats://bus:4222' }, 'set PARLEY_SECRET to the same on each'],
    [{ PARLEY_SECRET: 'short' }, 'PARLEY_SECRET must have 32 characters'],
    [{ PLACING_REQUIRES: 'money' }, 'PLACING_REQUIRES must be "premium" or "nobody"'],
    [{ VERIFIED_BY: 'me' }, 'VERIFIED_BY must be'],
    [{ PARLEY_ROLLOUT: '10%' }, 'PARLEY_ROLLOUT must be "on" or "off"'],
    [{ STRIPE_SECRET_KEY: 'sk_live_1' }, 'STRIPE_PRICE_ID, STRIPE_WEBHOOK_SECRET missing'],
    [{ SMTP_URL: 'mail.example.org' }, 'SMTP_URL must look like smtps://'],
    [{ SMTP_URL: 'smtp://mail.example.org' }, 'MAIL_FROM missing'],
    [{ APNS_KEY: 'a key' }, 'APNS_KEY_ID, APNS_TEAM_ID, APNS_TOPIC missing'],
    [{ PUSH_CONTACT: 'me' }, 'PUSH_CONTACT must begin with mailto:'],
  ])('%o is refused with what to do instead', (env, says) => {
    expect(problemsOf(env)).toContain(says);
  });

  test('a database behind a unix socket can be named too', () => {
    const databaseUrl = 'postgres:///parley?host=/run/postgresql';
    expect(parseConfig({ DATABASE_URL: databaseUrl }).databaseUrl).toBe(databaseUrl);
  });

  test('all problems are told at once', () => {
    expect(problemsOf({ PORT: 'x', PARLEY_ENV: 'y' }).split('\n')).toHaveLength(3);
  });

  test('a loopback address behind a public name is not somebody’s own machine', () => {
    expect(parseConfig({ PARLEY_ORIGIN: 'https://parley.example.org' }).local).toBe(false);
    expect(parseConfig({ PARLEY_ORIGIN: 'http://localhost:8080' }).local).toBe(true);
  });
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.org', false],
  ['192.168.1.2', false],
])('whether %s is this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('WIRE-3, ACC-7: the server’s own origins are PARLEY_ORIGIN, or else the loopback names', () => {
  expect(originsOf({ origin: 'https://parley.example.org', host: '0.0.0.0' }, 3000)).toEqual([
    'https://parley.example.org',
  ]);
  expect(originsOf({ origin: undefined, host: '127.0.0.1' }, 3000)).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ]);
  expect(originsOf({ origin: undefined, host: '::1' }, 80)[0]).toBe('http://localhost');
  expect(originsOf({ origin: undefined, host: '127.0.0.2' }, 3000)).toEqual(['http://127.0.0.2:3000']);
});
