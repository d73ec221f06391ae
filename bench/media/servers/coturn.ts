import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runBeforeOthers } from '../network/network.ts';
import { endProcess, findFreePort, startProgram } from './process.ts';
import type { Running } from './process.ts';

/** A real coturn on loopback, reached through a line. */
export interface Coturn extends Running {
  secret: string;
  /** What Parley's server would hand out; for those who have no server that does. */
  credentials: () => { username: string; credential: string };
}

const START_LIMIT_MS = 5_000;
const CREDENTIALS_LAST_S = 6 * 60 * 60;

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((found) => {
    socket.destroy();
    return found === true;
  });
}

export async function startCoturn(): Promise<Coturn> {
  const secret = randomBytes(24).toString('base64url');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-turn-'));
  const port = await findFreePort();
  const { child, said } = startProgram('turnserver', [
    '-n',
    '--listening-ip=127.0.0.1',
    '--relay-ip=127.0.0.1',
    `--listening-port=${port}`,
    '--min-port=40000',
    '--max-port=48999',
    '--realm=bench',
    '--use-auth-secret',
    `--static-auth-secret=${secret}`,
    // Everybody of the bench is on this machine; a relay that others reach must never have this.
    '--allow-loopback-peers',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    '--no-multicast-peers',
    `--pidfile=${folder}/pid`,
    `--userdb=${folder}/turndb`,
    '--log-file=stdout',
  ]);
  runBeforeOthers(child.pid);
  const stop = async (): Promise<void> => {
    await endProcess(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  const giveUpAtMs = Date.now() + START_LIMIT_MS;
  while (Date.now() < giveUpAtMs && child.exitCode === null) {
    if (await isListening(port))
      return {
        port,
        secret,
        stop,
        credentials: () => {
          const username = `${Math.floor(Date.now() / 1000) + CREDENTIALS_LAST_S}:bench`;
          return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
        },
      };
    await sleep(50);
  }
  await stop();
  throw new Error(`coturn did not start; is it installed (Debian: coturn)? It said:\n${said()}`);
}
