import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRelay } from '../testing/relay.ts';
import type { TestRelay } from '../testing/relay.ts';
import { writeRelayConfig } from '../turn/relay-config.ts';
import { checkRelay, judgePlace } from './relay.ts';

let relay: TestRelay;

beforeAll(async () => {
  const place = { listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: true };
  relay = await startTestRelay((port, secret, folder) => writeRelayConfig(place, port, secret, folder));
});
afterAll(async () => {
  await relay.stop();
});

test('DOC-4: an address that gives a place passes, over UDP and over TCP', async () => {
  for (const url of Object.values(relay.urls)) {
    const { status, says } = await checkRelay(url, relay.given);
    expect([status, says]).toEqual(['passed', 'takes our credentials and gives a place at 127.0.0.1.']);
  }
});

test('DOC-4: another secret, a silent port and a name that is none fail, each with what to do about it', async () => {
  const guess = await checkRelay(relay.urls.udp, { ...relay.given, credential: 'a guess' });
  expect([guess.status, guess.mend]).toEqual(['failed', expect.stringContaining('static-auth-secret')]);
  const silent = await checkRelay('turn:127.0.0.1:9?transport=tcp', relay.given);
  expect([silent.status, silent.mend]).toEqual(['failed', expect.stringContaining('firewalls')]);
  const nobody = await checkRelay('turn:turn.invalid', relay.given);
  expect([nobody.status, nobody.mend]).toEqual(['failed', expect.stringContaining('DNS')]);
}, 30_000);

test('DOC-4: a relay behind a NAT that names its private address fails, until it names the public one', () => {
  const hidden = judgePlace('Relay', ['8.8.8.8'], '10.0.0.5');
  expect(hidden.status).toBe('failed');
  expect(hidden.mend).toContain('external-ip=8.8.8.8');
  expect(hidden.mend).toContain('allowed-peer-ip=10.0.0.5');
  expect(judgePlace('Relay', ['8.8.8.8'], '8.8.8.8').status).toBe('passed');
  // In a network of one's own the private address is the right one.
  expect(judgePlace('Relay', ['10.0.0.5'], '10.0.0.5').status).toBe('passed');
});
