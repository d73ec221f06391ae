import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountId } from '@parley/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIceServers } from './credentials.ts';
import { startTurn } from './embedded.ts';
import type { EmbeddedRelay } from './embedded.ts';
import { probeRelay } from './probe.ts';
import { readTurnUrl } from './relay-line.ts';
import { createTransaction, lengthOf, METHOD, readAnswer } from './stun-message.ts';

const NOBODY = AccountId.parse('00000000-0000-4000-8000-000000000000');
let dataDir: string;
let relay: EmbeddedRelay | undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-probe-test-'));
  // Not the usual one, which the relays of other test files take at the same time.
  writeFileSync(join(dataDir, 'turn-port'), '34781');
  relay = await startTurn({ dataDir, host: '127.0.0.1', origin: undefined, local: true }, () => undefined);
});
afterAll(async () => {
  await relay?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What a device would be given for a relay with that secret. */
function credentialsFor(secret: string): { username: string; credential: string } {
  const [server] = createIceServers({ urls: ['turn:x'], secret }, Date.now)(NOBODY);
  return { username: server?.username ?? '', credential: server?.credential ?? '' };
}

test('ADM-12: coturn grants a place over UDP and over TCP, and refuses who has another secret', async () => {
  const { urls, secret } = relay?.turn ?? { urls: [], secret: '' };
  expect(urls).toHaveLength(2);
  for (const url of urls) {
    expect(await probeRelay(url, credentialsFor(secret), 4_000)).toEqual({ outcome: 'granted' });
    expect(await probeRelay(url, credentialsFor('a guess'), 4_000)).toEqual({
      outcome: 'refused',
      errorCode: 401,
    });
  }
});

test('ADM-12: where nothing answers, or something else does, the probe ends in its time', async () => {
  const mute = createSocket('udp4');
  mute.bind(0, '127.0.0.1');
  await once(mute, 'listening');
  const talker = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  }).listen(0, '127.0.0.1');
  await once(talker, 'listening');
  // A server that listens on host and port has such an address.
  const { port } = talker.address() as AddressInfo;
  const given = credentialsFor('secret');
  for (const url of [
    `turn:127.0.0.1:${mute.address().port}?transport=udp`,
    `turn:127.0.0.1:${port}?transport=tcp`,
    `turns:127.0.0.1:${port}`,
    'turn:127.0.0.1:1?transport=tcp',
    'stun:127.0.0.1',
  ])
    expect(await probeRelay(url, given, 300), url).toEqual({ outcome: 'silent' });
  mute.close();
  talker.close();
});

test('the parts of a TURN address', () => {
  expect(readTurnUrl('turn:turn.example')).toEqual({
    ...{ secure: false, host: 'turn.example', port: 3478, transport: 'udp' },
  });
  expect(readTurnUrl('turns:[2001:db8::1]:443?transport=tcp')).toEqual({
    ...{ secure: true, host: '2001:db8::1', port: 443, transport: 'tcp' },
  });
  expect(readTurnUrl('https://turn.example')).toBeUndefined();
});

test('whatever a relay sends is an answer to this request or nothing', () => {
  const transaction = createTransaction();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, ours) => {
      const message = Buffer.from(bytes);
      if (ours && message.length >= 20) transaction.copy(message, 8);
      lengthOf(message);
      const answer = readAnswer(message, METHOD.allocate, transaction);
      expect(['granted', 'refused', undefined]).toContain(answer?.outcome);
    }),
  );
});
