// Parley on several nodes: one database, one broker, and a line that leads to whichever node is there.

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDatabase } from '../../contestants/parley-database.ts';
import type { Line } from '../network/network.ts';
import { startParley } from './parley.ts';
import type { ParleyOptions, ParleyServer } from './parley.ts';
import { endProcess, findFreePort, startProgram } from './process.ts';

export interface Nodes {
  /** A node that is never killed, without the line; the database is its. */
  keeper: ParleyServer;
  /** The node that the line leads to, which pages are connected to, gets SIGKILL; the line leads to the other at once. */
  killServing: () => Promise<void>;
  /** Starts the killed one again, for the next time. */
  revive: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface NodesOptions extends Pick<ParleyOptions, 'origin' | 'turnUrl' | 'turnSecret'> {
  /** As a balancer does: it leads to the node that is aimed at. */
  line: Line;
}

const BROKER_LIMIT_MS = 10_000;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const say = (does: boolean) => () => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', say(true)).once('error', say(false));
  });
}

async function startBroker(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await findFreePort();
  const { child, said } = startProgram('nats-server', ['-a', '127.0.0.1', '-p', String(port)]);
  const giveUpAtMs = Date.now() + BROKER_LIMIT_MS;
  while (!(await answers(port))) {
    if (Date.now() > giveUpAtMs) throw new Error(`nats-server did not start (Debian has it):\n${said()}`);
    await sleep(20);
  }
  return { url: `nats://127.0.0.1:${port}`, stop: () => endProcess(child, 'SIGTERM') };
}

/** Three nodes of which two take turns in serving. */
export async function startNodes({ line, ...options }: NodesOptions): Promise<Nodes> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    const broker = await startBroker();
    stops.push(broker.stop);
    const shared = { NATS_URL: broker.url, PARLEY_SECRET: randomBytes(32).toString('hex') };
    const startNode = async (settings: Record<string, string>): Promise<ParleyServer> => {
      const node = await startParley({ ...options, port: await findFreePort(), settings });
      stops.push(node.stop);
      return node;
    };
    const keeper = await startNode(shared);
    const { host, port, user, database } = findDatabase(keeper.dataDir).connection;
    const DATABASE_URL = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
    let serving = await startNode({ ...shared, DATABASE_URL });
    let other = await startNode({ ...shared, DATABASE_URL });
    await line.aim(serving.port);
    const killServing = async (): Promise<void> => {
      await serving.kill();
      [serving, other] = [other, serving];
      await line.aim(serving.port);
    };
    return { keeper, killServing, revive: () => other.start(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
