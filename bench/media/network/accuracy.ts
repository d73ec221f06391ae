// How exact the lines are: an echo behind each, asked through it. Printed with the figures.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../measure/statistics.ts';
import type { Profile } from './conditions.ts';
import type { Network } from './network.ts';

/** Round trips over one leg there and back, which is one delay of the profile, less the profile's delay. */
export interface Accuracy {
  udp: { p50Ms: number; p95Ms: number };
  tcp: { p50Ms: number; p95Ms: number };
}

const PACKETS = 200;
const INTERVAL_MS = 7;

interface Asker {
  send: (number: number) => void;
  close: () => void;
}

async function openUdp(network: Network, profile: Profile, onEcho: (number: number) => void): Promise<Asker> {
  const echo = createSocket('udp4');
  echo.on('message', (message, { port, address }) => echo.send(message, port, address));
  echo.bind(0, '127.0.0.1');
  await once(echo, 'listening');
  const line = await network.openUdp(echo.address().port, 1);
  await line.set({ ...profile, loss: 0 });
  const asker = createSocket('udp4');
  asker.on('message', (message) => onEcho(message.readUInt32BE()));
  return {
    send: (number) => {
      const message = Buffer.alloc(160);
      message.writeUInt32BE(number);
      asker.send(message, line.port, '127.0.0.1');
    },
    close: () => {
      asker.close();
      echo.close();
    },
  };
}

async function openTcp(network: Network, profile: Profile, onEcho: (number: number) => void): Promise<Asker> {
  const echo = createServer({ noDelay: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  // A server that listens on host and port has such an address.
  const line = await network.openTcp((echo.address() as AddressInfo).port, 0, 1);
  await line.set({ ...profile, loss: 0 });
  const asker = connect({ port: line.port, host: '127.0.0.1', noDelay: true });
  await once(asker, 'connect');
  asker.on('data', (data: Buffer) => onEcho(data.readUInt32BE()));
  return {
    send: (number) => {
      const message = Buffer.alloc(4);
      message.writeUInt32BE(number);
      asker.write(message);
    },
    close: () => {
      asker.destroy();
      echo.close();
    },
  };
}

async function measure(
  open: (onEcho: (number: number) => void) => Promise<Asker>,
  delayMs: number,
): Promise<{ p50Ms: number; p95Ms: number }> {
  const sentAtMs: number[] = [];
  const errorsMs: number[] = [];
  const asker = await open((number) => {
    // The first few pay for connecting.
    if (number >= 20) errorsMs.push(performance.now() - (sentAtMs[number] ?? 0) - delayMs);
  });
  await sleep(delayMs * 2);
  for (let number = 0; number < PACKETS; number += 1) {
    sentAtMs[number] = performance.now();
    asker.send(number);
    await sleep(INTERVAL_MS);
  }
  await sleep(delayMs * 2 + 100);
  asker.close();
  return { p50Ms: percentile(errorsMs, 0.5), p95Ms: percentile(errorsMs, 0.95) };
}

export async function measureAccuracy(network: Network, profile: Profile): Promise<Accuracy> {
  return {
    udp: await measure((onEcho) => openUdp(network, profile, onEcho), profile.oneWayDelayMs),
    tcp: await measure((onEcho) => openTcp(network, profile, onEcho), profile.oneWayDelayMs),
  };
}
