import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A server of the run. */
export interface Running {
  port: number;
  /** Harmless twice. */
  stop: () => Promise<void>;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Starts a program that stays with us: what it says last is told where it ends by itself. */
export function startProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): { child: ChildProcess; said: () => string } {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(error.message)));
  return { child, said: () => said };
}

/** A baseline server of `bench/baselines`, which tells its port and ends when we do. */
async function startBaseline(program: URL): Promise<Running> {
  const child = fork(fileURLToPath(program));
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('a baseline server has ended while starting')));
  });
  // Trust border: report-port.ts sends this and nothing else.
  const { port } = message as { port: number };
  return { port, stop: () => endProcess(child, 'SIGTERM') };
}

export const startRelayServer = (): Promise<Running> =>
  startBaseline(new URL('../../baselines/relay-server.ts', import.meta.url));

export const startPeerServer = (): Promise<Running> =>
  startBaseline(new URL('../../baselines/peerjs-server.ts', import.meta.url));
