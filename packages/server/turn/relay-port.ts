import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The port of STUN and TURN (RFC 8656). */
const USUAL_PORT = 3478;
const PROBE_INTERVAL_MS = 50;

/** STUN's header: binding request, no attributes, magic cookie (RFC 8489, section 5). */
const BINDING_REQUEST = Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]);
const TRANSACTION_ID_BYTES = 12;

function listensOnTcp(port: number, host: string | undefined): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}

function listensOnUdp(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host?.includes(':') === true ? 'udp6' : 'udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, ...(host === undefined ? {} : { address: host }) }, () =>
      socket.close(() => resolve(true)),
    );
  });
}

/** The port of last time, the usual one of a relay, or where they are taken a free one: for UDP and TCP both. */
export async function findRelayPort(host: string | undefined, lastTime?: number): Promise<number> {
  for (const wanted of [lastTime ?? USUAL_PORT, USUAL_PORT, 0, 0, 0, 0]) {
    const port = await listensOnTcp(wanted, host);
    if (port !== undefined && (await listensOnUdp(port, host))) return port;
  }
  throw new Error(`no free port for a relay on ${host ?? 'this machine'}`);
}

/** Waits until something answers a STUN binding request there; false where nothing did in time. */
export async function answersStun(host: string, port: number, limitMs: number): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const answers = new Set<string>();
  const request = Buffer.concat([BINDING_REQUEST, randomBytes(TRANSACTION_ID_BYTES)]);
  const transaction = request.toString('hex', BINDING_REQUEST.length);
  socket.on('message', (message) =>
    answers.add(message.toString('hex', BINDING_REQUEST.length, request.length)),
  );
  // "Connection refused" only says that it is too early.
  socket.on('error', () => undefined);
  try {
    for (let waitedMs = 0; waitedMs < limitMs; waitedMs += PROBE_INTERVAL_MS) {
      socket.send(request, port, host, () => undefined);
      await sleep(PROBE_INTERVAL_MS);
      if (answers.has(transaction)) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}
