import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** The network between a client and the server, in the hands of a test: TCP, byte for byte. */
export interface Line {
  origin: string;
  /** Drops every connection; `down`: and refuses new ones. */
  cut: (down?: boolean) => void;
  restore: () => void;
  close: () => void;
}

export async function createLine(origin: string): Promise<Line> {
  const port = Number(new URL(origin).port);
  const open = new Set<Socket>();
  let down = false;
  const server = createServer((near) => {
    if (down) return void near.destroy();
    const far = connect(port, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('data', (chunk) => other.write(chunk));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://localhost:${address.port}`,
    cut: (stay = false) => {
      down = stay;
      drop();
    },
    restore: () => {
      down = false;
    },
    close: () => {
      drop();
      server.close();
    },
  };
}
