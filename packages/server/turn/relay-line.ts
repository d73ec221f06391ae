import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransaction, lengthOf, readAnswer, writeRequest } from './stun-message.ts';
import type { Answer, Credential } from './stun-message.ts';

/** Where a relay is, and how one talks to it. */
export interface RelayAddress {
  secure: boolean;
  host: string;
  port: number;
  transport: 'udp' | 'tcp';
}

/** The parts of a TURN URI (RFC 7065); undefined where it is none. */
export function readTurnUrl(url: string): RelayAddress | undefined {
  const found = /^(turns?):(\[[\da-f:.]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  const [, scheme = '', host = '', port, transport] = found ?? [];
  if (host === '') return undefined;
  const secure = scheme.toLowerCase() === 'turns';
  return {
    secure,
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (secure ? 5349 : 3478) : Number(port),
    transport: transport?.toLowerCase() === 'tcp' || secure ? 'tcp' : 'udp',
  };
}

/** A datagram is sent again where no answer came, in milliseconds. */
const REPEAT_AFTER_MS = 400;

/** A way to the relay and back. */
interface Line {
  send: (message: Buffer) => void;
  close: () => void;
}

/** Hands over whole messages; whatever goes wrong with the line is silence. */
function openLine(
  { secure, host, port, transport }: RelayAddress,
  onMessage: (message: Buffer) => void,
): Line {
  if (transport === 'udp') {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', onMessage);
    socket.on('error', () => undefined);
    return {
      send: (message) => socket.send(message, port, host, () => undefined),
      close: () => socket.close(),
    };
  }
  const socket = secure
    ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connect({ host, port });
  let received = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let length = lengthOf(received); length !== undefined && received.length >= length;) {
      onMessage(received.subarray(0, length));
      received = received.subarray(length);
      length = lengthOf(received);
    }
  });
  return { send: (message) => void socket.write(message), close: () => socket.destroy() };
}

/** What a request says, knowing the transaction that its addresses are written with. */
export type Parts = (transaction: Buffer) => readonly Buffer[];

/** Questions to one relay, one after the other. */
export interface RelayLine {
  /** undefined: no answer within the line's time, of which all questions share one. */
  ask: (method: number, credential: Credential | undefined, parts: Parts) => Promise<Answer | undefined>;
  /** Without an answer. */
  tell: (write: (transaction: Buffer) => Buffer) => void;
  close: () => void;
}

/** A line to a relay that is given up after so many milliseconds. */
export function openRelayLine(address: RelayAddress, limitMs: number): RelayLine {
  let listener: (message: Buffer) => void = () => undefined;
  const line = openLine(address, (message) => listener(message));
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), limitMs);
  return {
    ask: (method, credential, parts) =>
      new Promise((resolve) => {
        if (silence.signal.aborted) {
          resolve(undefined);
          return;
        }
        const transaction = createTransaction();
        const request = writeRequest(method, transaction, credential, parts(transaction));
        // A stream repeats by itself.
        const repeat =
          address.transport === 'udp' ? setInterval(() => line.send(request), REPEAT_AFTER_MS) : undefined;
        const settle = (answer: Answer | undefined): void => {
          clearInterval(repeat);
          resolve(answer);
        };
        listener = (message) => {
          const answer = readAnswer(message, method, transaction);
          if (answer !== undefined) settle(answer);
        };
        silence.signal.addEventListener('abort', () => settle(undefined), { once: true });
        line.send(request);
      }),
    tell: (write) => line.send(write(createTransaction())),
    close: () => {
      clearTimeout(timer);
      line.close();
    },
  };
}
