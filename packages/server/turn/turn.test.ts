import { spawn, spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountId } from '@parley/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CREDENTIAL_TTL_S, createIceServers } from './credentials.ts';
import { startTurn } from './embedded.ts';
import { placeRelay, relayUrls, writeRelayConfig } from './relay-config.ts';
import { openRelayLine } from './relay-line.ts';
import { answersStun } from './relay-port.ts';
import { allocationOf, METHOD } from './stun-message.ts';
import type { Credential } from './stun-message.ts';

const accountId = AccountId.parse(randomUUID());
const LOCAL = { host: '127.0.0.1', origin: undefined, local: true };

test('CALL-14: credentials follow the TURN REST convention, expire, name nobody and are never the same twice', () => {
  const nowMs = 1_800_000_000_000;
  const urls = ['stun:stun.example:3478', 'turn:turn.example:3478', 'turns:turn.example:5349'];
  const create = createIceServers({ urls, secret: 'secret' }, () => nowMs);
  const [stun, turn] = create(accountId);
  expect(stun).toEqual({ urls: ['stun:stun.example:3478'] });
  expect(turn?.urls).toEqual(['turn:turn.example:3478', 'turns:turn.example:5349']);
  const { username = '', credential } = turn ?? {};
  expect(Number(username.split(':')[0])).toBe(nowMs / 1000 + CREDENTIAL_TTL_S);
  expect(credential).toBe(createHmac('sha1', 'secret').update(username).digest('base64'));
  expect(username).not.toContain(accountId);
  expect(create(accountId)[1]?.username).not.toBe(username);
  expect(CREDENTIAL_TTL_S).toBeLessThanOrEqual(12 * 60 * 60);
});

test('CALL-14: without a relay there are no servers', () => {
  expect(createIceServers(undefined, Date.now)(accountId)).toEqual([]);
});

test('CALL-14: a relay for other machines reaches no private address and no loopback one', () => {
  const place = placeRelay({ host: '203.0.113.9', origin: 'https://parley.example', local: false });
  if (place === undefined) throw new Error('no place');
  const lines = writeRelayConfig(place, 3478, 'secret', '/run/relay').split('\n');
  expect(lines).not.toContain('allow-loopback-peers');
  for (const first of [
    '0.0.0.0',
    '10.0.0.0',
    '100.64.0.0',
    '127.0.0.0',
    '169.254.0.0',
    '172.16.0.0',
    '192.0.0.0',
  ]) {
    expect(
      lines.some((line) => line.startsWith(`denied-peer-ip=${first}-`)),
      first,
    ).toBe(true);
  }
  for (const first of [
    '192.168.0.0',
    '198.18.0.0',
    '224.0.0.0',
    '::ffff:0:0',
    '64:ff9b::',
    'fc00::',
    'fe80::',
  ]) {
    expect(
      lines.some((line) => line.startsWith(`denied-peer-ip=${first}-`)),
      first,
    ).toBe(true);
  }
  expect(lines).toContain('denied-peer-ip=::1-::ffff:ffff');
  for (const line of [
    'use-auth-secret',
    'no-cli',
    'no-tcp-relay',
    'no-multicast-peers',
    'listening-ip=203.0.113.9',
  ]) {
    expect(lines).toContain(line);
  }
  expect(relayUrls(place, 3478)[0]).toBe('turn:parley.example:3478?transport=udp');
});

test('CALL-14: only a relay that this machine alone reaches relays to loopback', () => {
  expect(placeRelay(LOCAL)).toEqual({ listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: true });
  // Behind a reverse proxy: nobody outside could reach it.
  expect(placeRelay({ host: '127.0.0.1', origin: 'https://parley.example', local: false })).toBeUndefined();
  const everywhere = placeRelay({ host: '0.0.0.0', origin: 'https://parley.example', local: false });
  expect(everywhere).toEqual({ listenIp: undefined, urlHost: 'parley.example', loopbackOnly: false });
});

let dataDir: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-turn-test-'));
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(folder: string): Promise<{ port: number; secret: string; stop: () => Promise<void> }> {
  const said: string[] = [];
  const relay = await startTurn({ ...LOCAL, dataDir: folder }, (line) => said.push(line));
  if (relay === undefined) throw new Error(`no relay: ${said.join('\n')}`);
  stops.push(relay.stop);
  const port = Number(/:(\d+)\?/.exec(relay.turn.urls[0] ?? '')?.[1]);
  return { port, secret: relay.turn.secret, stop: relay.stop };
}

/** coturn's own client: two allocations with these credentials, and packets from one to the other. */
function relays(port: number, secret: string): boolean {
  const args = ['-y', '-W', secret, '-n', '1', '-m', '1', '-c', '-p', String(port), '127.0.0.1'];
  const client = spawnSync('turnutils_uclient', args, { encoding: 'utf8', timeout: 8_000 });
  return client.status === 0 && /Total lost packets 0 /.test(client.stdout);
}

test('CALL-14: coturn starts, keeps its secret for itself and for the next start, and two run side by side', async () => {
  const first = await start(dataDir);
  expect(await answersStun('127.0.0.1', first.port, 1_000)).toBe(true);
  expect(statSync(join(dataDir, 'turn-secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'turn-secret'), 'utf8')).toBe(first.secret);
  const second = await start(join(dataDir, 'second'));
  expect(second.port).not.toBe(first.port);
  expect(second.secret).not.toBe(first.secret);
  await first.stop();
  await first.stop();
  expect(await answersStun('127.0.0.1', first.port, 300)).toBe(false);
  expect(await answersStun('127.0.0.1', second.port, 1_000)).toBe(true);
  expect((await start(dataDir)).secret).toBe(first.secret);
  await second.stop();
  // Calls that run know it by its port.
  expect((await start(join(dataDir, 'second'))).port).toBe(second.port);
}, 20_000);

test('CALL-14: the very first credentials that devices show are taken, each at the first try', async () => {
  const { port, secret } = await start(dataDir);
  const [server] = createIceServers({ urls: ['turn:x'], secret }, Date.now)(accountId);
  const { username = '', credential: password = '' } = server ?? {};
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const line = openRelayLine({ secure: false, host: '127.0.0.1', port, transport: 'udp' }, 4_000);
      const ask = (known?: Credential) => line.ask(METHOD.allocate, known, () => allocationOf('ipv4'));
      const { realm = '', nonce = '' } = (await ask()) ?? {};
      const answer = await ask({ username, password, realm, nonce });
      line.close();
      return answer?.outcome;
    }),
  );
  expect(outcomes).toEqual(['granted', 'granted', 'granted', 'granted']);
});

test('CALL-14: who has the secret is relayed, and nobody else', async () => {
  const { port, secret } = await start(dataDir);
  expect(relays(port, secret)).toBe(true);
  expect(relays(port, 'a guess')).toBe(false);
}, 15_000);

test('CALL-14: the relay dies with the server, also when that is killed', async () => {
  const script = `
    import { startTurn } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    const relay = await startTurn(${JSON.stringify({ host: '127.0.0.1', local: true, dataDir })}, console.error);
    console.log(relay.turn.urls[0]);
    setInterval(() => undefined, 1000);`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let port = 0;
  for await (const chunk of server.stdout) {
    port = Number(/:(\d+)\?/.exec(String(chunk))?.[1]);
    break;
  }
  expect(await answersStun('127.0.0.1', port, 1_000)).toBe(true);
  server.kill('SIGKILL');
  await expect.poll(() => answersStun('127.0.0.1', port, 100), { timeout: 5_000 }).toBe(false);
}, 15_000);
