import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransaction, lengthOf, METHOD, readAnswer, writeRequest } from './stun-message.ts';
import type { Answer, Credential } from './stun-message.ts';

/** What asking a relay for a place came to. */
export type ProbeOutcome =
  | { outcome: 'granted' }
  /** It answers, and does not take our credentials: another TURN_SECRET, or its clock is wrong. */
  | { outcome: 'refused'; errorCode: number }
  | { outcome: 'silent' };

/** A datagram is sent again where no answer came, in milliseconds. */
const REPEAT_AFTER_MS = 400;

/** coturn refuses the first of a new user's requests while it works out the key, and one with a stale nonce. */
const MOST_TRIES = 3;

interface Place {
  secure: boolean;
  host: string;
  port: number;
  transport: 'udp' | 'tcp';
}

/** The parts of a TURN URI (RFC 7065); undefined where it is none. */
export function readTurnUrl(url: string): Place | undefined {
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

/** A way to the relay and back. */
interface Line {
  send: (message: Buffer) => void;
  close: () => void;
}

/** Hands over whole messages; whatever goes wrong with the line is silence. */
function openLine({ secure, host, port, transport }: Place, onMessage: (message: Buffer) => void): Line {
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

/**
 * Asks a relay for an allocation as a device would, with these credentials, and gives it back. Knows by that that the
 * relay is reached, that it is a relay, and that it shares our secret.
 */
export async function probeRelay(
  url: string,
  { username, credential }: { username: string; credential: string },
  limitMs: number,
): Promise<ProbeOutcome> {
  const place = readTurnUrl(url);
  if (place === undefined) return { outcome: 'silent' };
  let listener: (message: Buffer) => void = () => undefined;
  const line = openLine(place, (message) => listener(message));
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), limitMs);

  const ask = (method: number, known: Credential | undefined): Promise<Answer | undefined> =>
    new Promise((resolve) => {
      const transaction = createTransaction();
      const request = writeRequest(method, transaction, known);
      // A stream repeats by itself.
      const repeat =
        place.transport === 'udp' ? setInterval(() => line.send(request), REPEAT_AFTER_MS) : undefined;
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
    });

  try {
    let answer = await ask(METHOD.allocate, undefined);
    for (let tries = 1; tries <= MOST_TRIES && answer !== undefined; tries += 1) {
      const known = { username, password: credential, realm: answer.realm, nonce: answer.nonce };
      answer = await ask(METHOD.allocate, known);
      if (answer?.outcome !== 'granted') continue;
      // Its place is free again at once.
      await ask(METHOD.refresh, known);
      return { outcome: 'granted' };
    }
    return answer === undefined ? { outcome: 'silent' } : { outcome: 'refused', errorCode: answer.errorCode };
  } finally {
    clearTimeout(timer);
    line.close();
  }
}
