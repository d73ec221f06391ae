import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Running } from './contestant.ts';
import { findDatabase } from './parley-database.ts';

const MAIN = fileURLToPath(new URL('../../packages/server/main.ts', import.meta.url));

/** The first start makes a database. */
const START_LIMIT_MS = 60_000;

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

function tailOf(file: string): string {
  return readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');
}

async function untilReady(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const giveUpAtMs = Date.now() + START_LIMIT_MS;
  while (Date.now() < giveUpAtMs && child.exitCode === null) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`Parley did not start:\n${tailOf(logFile)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** `profileDir`: where the server leaves a CPU profile when it stops. */
export interface ParleyOptions {
  dataDir: string;
  profileDir: string | undefined;
}

/** Starts Parley as an operator would, with its embedded database in `dataDir` and nothing switched off. */
export async function startParley({ dataDir, profileDir }: ParleyOptions): Promise<Running> {
  const port = await findFreePort();
  const logFile = join(dataDir, 'server.log');
  const log = openSync(logFile, 'a');
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir];
  const child = spawn(process.execPath, [...profiling, MAIN], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      PARLEY_DATA: dataDir,
      PARLEY_ENV: 'production',
      // The people of the bench pay nothing.
      PLACING_REQUIRES: 'nobody',
      // Credentials are minted for each call as in earnest; nobody connects to the address.
      TURN_URLS: 'turn:127.0.0.1:9',
      TURN_SECRET: 'for the bench only',
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  try {
    await untilReady(child, port, logFile);
    if (child.pid === undefined) throw new Error('Parley has no process');
    return {
      serverPid: child.pid,
      databasePid: findDatabase(dataDir).pid,
      origin: `ws://127.0.0.1:${port}`,
      stop: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw error;
  }
}
