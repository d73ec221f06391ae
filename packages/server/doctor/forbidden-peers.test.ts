import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startTestRelay } from '../testing/relay.ts';
import type { TestRelay } from '../testing/relay.ts';
import { DENIED_PEERS, writeRelayConfig } from '../turn/relay-config.ts';
import { checkForbiddenPeers } from './forbidden-peers.ts';

const DEPLOYED = fileURLToPath(new URL('../../../deploy/coturn/turnserver.conf', import.meta.url));
/** Places of both families, so that IPv6 has a way to be asked for. */
const BOTH = 'listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nrelay-ip=::1';

const relays: TestRelay[] = [];
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop();
});

async function start(write: Parameters<typeof startTestRelay>[0]): Promise<TestRelay> {
  const relay = await startTestRelay(write);
  relays.push(relay);
  return relay;
}

/** As Parley starts its own where others reach it. */
function embedded(port: number, secret: string, folder: string): string {
  const place = { listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: false };
  return writeRelayConfig(place, port, secret, folder).replace(
    'relay-ip=127.0.0.1',
    'relay-ip=127.0.0.1\nrelay-ip=::1',
  );
}

/** The one for operators, with what the file says to change changed. */
function deployed(port: number, secret: string, folder: string): string {
  const lines = readFileSync(DEPLOYED, 'utf8')
    .split('\n')
    .filter((line) => !/^(tls-listening-port|cert|pkey|relay-ip|syslog)\b/.test(line))
    .map((line) =>
      line.replace(/^listening-ip=.*/, BOTH).replace(/^listening-port=.*/, `listening-port=${port}`),
    );
  const own = ['no-tls', 'no-dtls', `pidfile=${folder}/pid`, `userdb=${folder}/turndb`, 'log-file=stdout'];
  return [...lines, ...own].join('\n').replace('CHANGE-ME', secret);
}

function without(config: string, line: RegExp): string {
  return config
    .split('\n')
    .filter((one) => !line.test(one))
    .join('\n');
}

test.each([
  ['the one that Parley starts', embedded],
  ['the one for operators', deployed],
])('DOC-5, DOC-8: %s refuses every address that is nobody’s to reach', async (_, write) => {
  const relay = await start(write);
  const findings = await checkForbiddenPeers(relay.urls.udp, relay.given, { loopbackOnly: false });
  expect(findings.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(findings.length).toBeGreaterThan(9);
});

test('DOC-8: both configurations deny the same', () => {
  const lines = readFileSync(DEPLOYED, 'utf8').split('\n');
  const denied = lines.flatMap((line) => /^denied-peer-ip=(.*)/.exec(line)?.[1] ?? []);
  expect(denied).toEqual(DENIED_PEERS);
  expect(lines).not.toContain('allow-loopback-peers');
  expect(lines).not.toContain('cli-password');
});

test.each([
  ['10.0.0.0/8', /^denied-peer-ip=10\./],
  ['192.168.0.0/16', /^denied-peer-ip=192\.168\./],
  ['private IPv6', /^denied-peer-ip=fc00:/],
])('DOC-5: with the line for %s left out, that check fails and says so', async (name, line) => {
  const relay = await start((...given) => without(embedded(...given), line));
  const findings = await checkForbiddenPeers(relay.urls.tcp, relay.given, { loopbackOnly: false });
  const failed = findings.filter(({ status }) => status === 'failed');
  expect(failed.map(({ check }) => check)).toEqual([expect.stringContaining(name)]);
  expect(failed[0]?.mend).toContain('deploy/coturn/turnserver.conf');
});

test('DOC-5: what a relay carries to this machine is heard, and fails', async () => {
  const relay = await start((...given) =>
    without(embedded(...given), /^denied-peer-ip=(127|::1-)/).concat('allow-loopback-peers\n'),
  );
  const findings = await checkForbiddenPeers(relay.urls.udp, relay.given, { loopbackOnly: false });
  const failed = findings.filter(({ status }) => status === 'failed');
  expect(failed.map(({ check }) => check)).toEqual(['Relay to 127.0.0.0/8', 'Relay to ::1']);
  for (const { says } of failed) expect(says).toMatch(/^the relay carried data to /);
});

test('DOC-5: in a demo on loopback what leads to this machine is not checked, and all else is refused', async () => {
  const place = { listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: true };
  const relay = await start((port, secret, folder) => writeRelayConfig(place, port, secret, folder));
  const findings = await checkForbiddenPeers(relay.urls.udp, relay.given, { loopbackOnly: true });
  const statuses = findings.map(({ check, status }) => `${status} ${check}`);
  expect(statuses.filter((line) => line.startsWith('skipped'))).toEqual([
    'skipped Relay to 127.0.0.0/8',
    'skipped Relay to ::1',
  ]);
  expect(statuses.filter((line) => line.startsWith('failed'))).toEqual([]);
});

test('DOC-5, DOC-7: where the relay gives no place nothing has passed', async () => {
  const relay = await start(embedded);
  const wrong = { ...relay.given, credential: 'a guess' };
  const findings = await checkForbiddenPeers(relay.urls.udp, wrong, { loopbackOnly: false });
  expect(findings.map(({ status }) => status)).toEqual(['skipped']);
});
