import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endProcess, startProgram } from './process.ts';
import type { Running } from './process.ts';

const MAIN = fileURLToPath(new URL('../../../packages/server/main.ts', import.meta.url));
const START_LIMIT_MS = 60_000;
/** Not /tmp, which may be memory: an fsync there would cost nothing. */
const DISK = '/var/tmp';

export interface ParleyOptions {
  port: number;
  /** What pages have as their origin: the line's end, not ours. */
  origin: string;
  turnUrl: string;
  turnSecret: string;
  /** What else its environment says. */
  settings?: Record<string, string>;
}

/** A real server process with its embedded database. */
export interface ParleyServer extends Running {
  dataDir: string;
  /** SIGKILL: nothing is said to it. */
  kill: () => Promise<void>;
  /** Again, on the same port and data; resolves when it answers. */
  start: () => Promise<void>;
}

async function untilReady(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const giveUpAtMs = Date.now() + START_LIMIT_MS;
  while (Date.now() < giveUpAtMs && child.exitCode === null) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(20);
  }
  throw new Error(`Parley did not start:\n${said()}`);
}

export async function startParley({
  port,
  origin,
  turnUrl,
  turnSecret,
  settings = {},
}: ParleyOptions): Promise<ParleyServer> {
  const dataDir = await mkdtemp(join(DISK, 'parley-media-bench-'));
  // As root, PostgreSQL's user must get in.
  await chmod(dataDir, 0o711);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const program = startProgram(process.execPath, [MAIN], {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      PARLEY_DATA: dataDir,
      // As somebody's own machine: whoever signs up hundreds from one address is refused elsewhere.
      PARLEY_ENV: 'demo',
      PARLEY_ORIGIN: origin,
      PLACING_REQUIRES: 'nobody',
      TURN_URLS: turnUrl,
      TURN_SECRET: turnSecret,
      LOG_LEVEL: 'warn',
      ...settings,
    });
    child = program.child;
    await untilReady(program.child, port, program.said);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child !== undefined) await endProcess(child, signal);
  };
  const stop = async (): Promise<void> => {
    await end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, dataDir, start, kill: () => end('SIGKILL'), stop };
}
