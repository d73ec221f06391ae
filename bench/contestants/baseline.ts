import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { PairSeats, Seat } from '../load/dialect.ts';
import type { Contestant, Running } from './contestant.ts';

const PROGRAMS = {
  relay: { title: 'bare ws relay', url: new URL('../baselines/relay-server.ts', import.meta.url) },
  peerjs: { title: "PeerJS's server", url: new URL('../baselines/peerjs-server.ts', import.meta.url) },
};

async function start(program: URL): Promise<Running> {
  const child = fork(fileURLToPath(program));
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('a baseline server has ended while starting')));
  });
  if (child.pid === undefined) throw new Error('a baseline server has no process');
  // Trust border: report-port.ts sends this and nothing else.
  const { port } = message as { port: number };
  return {
    serverPid: child.pid,
    databasePid: undefined,
    origin: `ws://127.0.0.1:${port}`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A server without rules or memory, that believes whatever id a client gives. */
export function createBaseline(name: keyof typeof PROGRAMS, pairCount: number): Contestant {
  const { title, url } = PROGRAMS[name];
  const createSeat = (): Seat => ({ id: randomUUID(), token: '' });
  const pairs: PairSeats[] = Array.from({ length: pairCount }, () => ({
    caller: createSeat(),
    callee: createSeat(),
  }));
  return { name, title, pairs, start: () => start(url) };
}
