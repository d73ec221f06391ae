import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersStun } from '../turn/relay-port.ts';

/** A coturn with a configuration of a test's own. */
export interface TestRelay {
  urls: { udp: string; tcp: string };
  given: { username: string; credential: string };
  stop: () => Promise<void>;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on host and port has such an address.
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts it on loopback. `write` gets the port, the secret and a folder, and returns turnserver.conf. */
export async function startTestRelay(
  write: (port: number, secret: string, folder: string) => string,
): Promise<TestRelay> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-relay-test-'));
  const [port, secret] = [await findFreePort(), randomUUID()];
  const conf = join(folder, 'turnserver.conf');
  writeFileSync(conf, write(port, secret, folder));
  const child = spawn('turnserver', ['-c', conf], { cwd: folder, stdio: 'ignore' });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answersStun('127.0.0.1', port, 5_000))) {
    await stop();
    throw new Error('coturn did not start');
  }
  const username = `${Math.floor(Date.now() / 1_000) + 600}:${randomUUID()}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  const at = `turn:127.0.0.1:${port}?transport=`;
  return { urls: { udp: `${at}udp`, tcp: `${at}tcp` }, given: { username, credential }, stop };
}
