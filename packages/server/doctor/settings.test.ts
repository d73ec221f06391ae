import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { checkSettings } from './settings.ts';

const SERVED = {
  HOST: '0.0.0.0',
  PARLEY_ORIGIN: 'https://parley.example',
  PARLEY_ENV: 'production',
  TURN_URLS: 'turn:turn.example:3478?transport=udp,turns:turn.example:5349?transport=tcp',
  TURN_SECRET: 'a secret that nobody guesses',
};

/** What is told of these settings, as `status check`. */
function told(env: Record<string, string | undefined>): string[] {
  const config = parseConfig(env);
  return checkSettings(config, config.turn).map(({ status, check }) => `${status} ${check}`);
}

test('DOC-3: settings that serve everybody pass', () => {
  expect(told(SERVED)).toEqual(['passed Address', 'passed Relay addresses']);
});

test.each([
  ['http for others', { PARLEY_ORIGIN: 'http://parley.example' }, 'failed Address'],
  ['a demo for others', { PARLEY_ENV: 'demo' }, 'failed Mode'],
  ['no relay', { TURN_URLS: undefined, TURN_SECRET: undefined }, 'failed Relay'],
  ['a secret to guess', { TURN_SECRET: 'secret' }, 'failed Relay secret'],
  ['STUN alone', { TURN_URLS: 'stun:turn.example' }, 'failed Relay addresses'],
  [
    'an address that is each device itself',
    { TURN_URLS: 'turn:127.0.0.1,turns:turn.example' },
    'failed Relay addresses',
  ],
  [
    'an address that cannot be read',
    { TURN_URLS: 'turn:turn.example?transport=sctp' },
    'failed Relay addresses',
  ],
])('DOC-3: %s fails, and says what to do', (_, change, expected) => {
  const config = parseConfig({ ...SERVED, ...change });
  const findings = checkSettings(config, config.turn);
  const failed = findings.filter(({ status }) => status === 'failed');
  expect(failed.map(({ status, check }) => `${status} ${check}`)).toEqual([expected]);
  for (const { mend } of failed) expect(mend).toBeTruthy();
});

test('DOC-3, DOC-7: no address over TLS is told as not checked, not as good', () => {
  expect(told({ ...SERVED, TURN_URLS: 'turn:turn.example' })).toEqual([
    'passed Address',
    'skipped Relay over TLS',
  ]);
});

test('DOC-3: a demo on this machine is told as one', () => {
  const config = parseConfig({});
  const turn = { urls: ['turn:127.0.0.1:3478?transport=udp'], secret: 'x'.repeat(43) };
  expect(checkSettings(config, turn).map(({ status }) => status)).toEqual(['passed', 'passed']);
  expect(checkSettings(config, turn)[0]?.says).toContain('a demo on this machine');
});
