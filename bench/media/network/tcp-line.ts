// A line for connections: between devices and the signalling server. Pages of the bench come through the same line,
// from a server of their own, so that they have the origin of the server that they talk to.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { LegConditions } from './conditions.ts';
import { Pipe } from './pipe.ts';
import { createRandom } from './random.ts';

interface TcpLineOptions {
  host: string;
  serverPort: number;
  /** Who answers requests for the pages of the bench. */
  pagesPort: number;
  conditions: LegConditions;
  seed: number;
}

/** What a request for a page of the bench begins with. */
const PAGES_REQUEST = 'GET /bench/';
/** Linux sends a lost segment again after this or more; a queue of small segments has nothing that would tell it sooner. */
const LEAST_RETRANSMISSION_MS = 200;

interface Crossing {
  device: Socket;
  server: Socket | undefined;
}

export class TcpLine {
  readonly #options: TcpLineOptions;
  readonly #front: Server;
  readonly #crossings = new Set<Crossing>();
  readonly #random: () => number;
  #serverPort: number;
  #conditions: LegConditions;
  #isFrozen = false;

  constructor(options: TcpLineOptions) {
    this.#options = options;
    this.#serverPort = options.serverPort;
    this.#conditions = options.conditions;
    this.#random = createRandom(options.seed);
    this.#front = createServer({ noDelay: true }, (device) => this.#carry(device));
  }

  async listen(): Promise<number> {
    this.#front.listen(0, this.#options.host);
    await once(this.#front, 'listening');
    const address = this.#front.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return address.port;
  }

  /** Holds from the next packet on, for connections that there are as well. */
  set conditions(conditions: LegConditions) {
    this.#conditions = conditions;
  }

  set serverPort(port: number) {
    this.#serverPort = port;
  }

  /** What flows now never passes again, and nobody is told; who connects anew is let in. */
  cutFlows(): void {
    for (const { device, server } of this.#crossings) {
      device.pause();
      server?.pause();
    }
  }

  close(): void {
    this.#isFrozen = true;
    this.#front.close();
    for (const { device, server } of this.#crossings) {
      device.destroy();
      server?.destroy();
    }
  }

  #carry(device: Socket): void {
    const crossing: Crossing = { device, server: undefined };
    this.#crossings.add(crossing);
    const up = new Pipe(this.#conditions);
    const down = new Pipe(this.#conditions);
    // What the handshake would have cost: the front has accepted already, a round trip too early.
    const firstAtMs = performance.now() + 2 * this.#conditions.delayMs;
    // What was written before is still to go out; only then is it over.
    const end = (): void => {
      this.#crossings.delete(crossing);
      device.end();
      crossing.server?.end();
    };
    device.on('error', () => device.destroy());
    device.on('data', (chunk: Buffer) => {
      const late = Math.max(0, firstAtMs - performance.now());
      const isForPages = chunk.subarray(0, PAGES_REQUEST.length).toString('latin1') === PAGES_REQUEST;
      // A browser asks for a page on whatever connection to this origin is idle.
      if (isForPages) crossing.server?.removeAllListeners('close').end();
      const server =
        crossing.server === undefined || isForPages
          ? this.#reach(isForPages, down, device, end)
          : crossing.server;
      crossing.server = server;
      this.#pass(up, chunk.length, () => server.write(chunk), late);
    });
    device.on('close', () => this.#pass(up, 0, end));
  }

  #reach(isForPages: boolean, down: Pipe, device: Socket, end: () => void): Socket {
    const port = isForPages ? this.#options.pagesPort : this.#serverPort;
    const server = connect({ host: '127.0.0.1', port, noDelay: true });
    server.on('error', () => server.destroy());
    server.on('data', (chunk: Buffer) => this.#pass(down, chunk.length, () => device.write(chunk)));
    server.on('close', () => this.#pass(down, 0, end));
    return server;
  }

  #pass(pipe: Pipe, bytes: number, deliver: () => void, extraMs = 0): void {
    if (this.#isFrozen) return;
    pipe.conditions = { ...this.#conditions, cap: undefined };
    pipe.push(bytes, deliver, extraMs + this.#retransmissionMs());
  }

  /** TCP loses nothing; what a packet's loss costs is time, for it and for all behind it. */
  #retransmissionMs(): number {
    const { loss, delayMs } = this.#conditions;
    if (loss === 0 || this.#random() >= loss) return 0;
    // The second copy may be lost as well.
    return Math.max(LEAST_RETRANSMISSION_MS, 2 * delayMs) + 2 * delayMs + this.#retransmissionMs();
  }
}
