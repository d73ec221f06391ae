// A line for datagrams: between devices and the relay. Each device's socket gets one of its own towards the relay, so
// that the relay sees as many clients as there are.

import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import type { LegConditions } from './conditions.ts';
import { Pipe } from './pipe.ts';
import { createRandom } from './random.ts';

interface Flow {
  toServer: Pipe;
  toDevice: Pipe;
  server: Socket;
  /** The path that it took is gone for good. */
  isCut: boolean;
}

interface UdpLineOptions {
  /** Where devices reach the line. */
  host: string;
  serverPort: number;
  conditions: LegConditions;
  seed: number;
}

export interface PacketCounts {
  passed: number;
  lost: number;
  /** Dropped by the queue before the narrowest place. */
  overflowed: number;
}

/** Large enough that the line itself never drops. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

export class UdpLine {
  readonly #host: string;
  readonly #front: Socket;
  readonly #flows = new Map<string, Flow>();
  readonly #random: () => number;
  #conditions: LegConditions;
  readonly counts: PacketCounts = { passed: 0, lost: 0, overflowed: 0 };

  constructor(options: UdpLineOptions) {
    this.#host = options.host;
    this.#conditions = options.conditions;
    this.#random = createRandom(options.seed);
    this.#front = createSocket({
      type: 'udp4',
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
    });
    this.#front.on('message', (message, { address, port }) => {
      const flow = this.#flowOf(address, port);
      this.#pass(flow, flow.toServer, message, () =>
        flow.server.send(message, options.serverPort, '127.0.0.1'),
      );
    });
  }

  async listen(): Promise<number> {
    this.#front.bind(0, this.#host);
    await once(this.#front, 'listening');
    return this.#front.address().port;
  }

  set conditions(conditions: LegConditions) {
    this.#conditions = conditions;
    for (const { toServer, toDevice } of this.#flows.values()) {
      toServer.conditions = conditions;
      toDevice.conditions = conditions;
    }
  }

  /** What flows now never passes again; who asks anew from another socket is let in. */
  cutFlows(): void {
    for (const flow of this.#flows.values()) flow.isCut = true;
  }

  close(): void {
    this.#front.close();
    for (const { server } of this.#flows.values()) server.close();
  }

  #pass(flow: Flow, pipe: Pipe, message: Buffer, send: () => void): void {
    if (flow.isCut) return;
    if (this.#conditions.loss > 0 && this.#random() < this.#conditions.loss) this.counts.lost += 1;
    else if (pipe.push(message.length, send)) this.counts.passed += 1;
    else this.counts.overflowed += 1;
  }

  #flowOf(address: string, port: number): Flow {
    const key = `${address} ${port}`;
    const known = this.#flows.get(key);
    if (known !== undefined) return known;
    const server = createSocket({
      type: 'udp4',
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
    });
    const flow: Flow = {
      toServer: new Pipe(this.#conditions),
      toDevice: new Pipe(this.#conditions),
      server,
      isCut: false,
    };
    server.on('message', (message) =>
      this.#pass(flow, flow.toDevice, message, () => this.#front.send(message, port, address)),
    );
    this.#flows.set(key, flow);
    return flow;
  }
}
