import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRelay } from '../testing/relay.ts';
import type { TestRelay } from '../testing/relay.ts';
import { writeRelayConfig } from '../turn/relay-config.ts';
import { findChromium } from './chromium.ts';
import { writeFinding, writeSum } from './finding.ts';
import { checkCalls, judgeCall } from './self-calls.ts';

let relay: TestRelay;
const place = { listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: true };

beforeAll(async () => {
  relay = await startTestRelay((port, secret, folder) => writeRelayConfig(place, port, secret, folder));
});
afterAll(async () => {
  await relay.stop();
});

test('DOC-1, DOC-6: sound and picture are decoded both ways, directly and through coturn over UDP and TCP', async () => {
  const servers = [{ urls: [relay.urls.udp, relay.urls.tcp], ...relay.given }];
  const findings = await checkCalls(findChromium(process.env), servers);
  expect(findings.map(({ check, status }) => `${status} ${check}`)).toEqual([
    'passed Direct call',
    'passed Call through the relay over UDP',
    'passed Call through the relay over TCP',
  ]);
}, 90_000);

test('DOC-6: a relay that takes no credentials, and one that is not there, fail; the direct call passes', async () => {
  const servers = [
    { urls: [relay.urls.udp], username: relay.given.username, credential: 'a guess' },
    { urls: ['turn:127.0.0.1:9?transport=tcp'], ...relay.given },
  ];
  const findings = await checkCalls(findChromium(process.env), servers, 4_000);
  expect(findings.map(({ status }) => status)).toEqual(['passed', 'failed', 'failed']);
  for (const { says } of findings.slice(1)) expect(says).toContain('the relay gave no place.');
}, 90_000);

test('DOC-6, DOC-7: without a Chromium the calls are not checked', async () => {
  expect(findChromium({ PARLEY_CHROMIUM: '/there/is/none' })).toBeUndefined();
  const findings = await checkCalls(undefined, [{ urls: [relay.urls.udp], ...relay.given }]);
  expect(findings.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
  expect(writeSum(findings)).toBe('0 passed, 0 failed, 3 not checked.');
  for (const finding of findings) expect(writeFinding(finding)).toContain('→ Install one');
});

test('DOC-1: connected alone does not pass, and what was missing is said', () => {
  const there = { sound: true, pictures: 20 };
  const finding = judgeCall('relayUdp', { outcome: 'noMedia', there, back: { sound: false, pictures: 0 } });
  expect(finding.status).toBe('failed');
  expect(finding.says).toContain('sound and 20 pictures one way, no sound and 0 pictures the other');
});

test('DOC-6: two places that do not reach each other are another fault than none', () => {
  const one = judgeCall('relayUdp', { outcome: 'noPath', relayed: true, errors: [] });
  const other = judgeCall('relayUdp', { outcome: 'noPath', relayed: false, errors: ['701 no answer'] });
  expect(one.mend).toContain('allowed-peer-ip');
  expect(other.says).toContain('701 no answer');
});
