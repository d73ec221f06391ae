import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A NATS server of a test's own. */
export interface Broker {
  url: string;
  port: number;
  /** At once, as if its machine had died. */
  stop: () => Promise<void>;
}

async function findPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  // A server that listens on host and port has such an address.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Starts Debian's nats-server, on a free port unless told otherwise. */
export async function startBroker(wanted?: number): Promise<Broker> {
  const port = wanted ?? (await findPort());
  const broker = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    broker.once('error', reject);
    broker.once('exit', () => reject(new Error('nats-server has stopped')));
    broker.stderr.on('data', (chunk) => {
      if (String(chunk).includes('Server is ready')) resolve();
    });
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    async stop() {
      if (broker.exitCode !== null || broker.signalCode !== null) return;
      broker.kill('SIGKILL');
      await once(broker, 'exit');
    },
  };
}
