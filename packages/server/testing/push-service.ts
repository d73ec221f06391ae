import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCertificate } from './certificate.ts';
import { createSubscriptionKeys } from './push-crypto.ts';
import type { SubscriptionKeys } from './push-crypto.ts';

/** One request as the push service has got it. */
export interface Push {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What the push service answers next. */
export interface PushAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Does not answer at all. */
  isSilent?: boolean;
  /** Begins to answer and never ends. */
  isEndless?: boolean;
}

/** A browser's subscription at this push service. */
export interface Subscription extends SubscriptionKeys {
  endpoint: string;
  target: { kind: 'web'; endpoint: string; keys: { p256dh: string; auth: string } };
}

/** A push service on this machine that speaks the real protocol (RFC 8030). */
export interface PushService {
  /** `localhost:port`, as in PUSH_HOSTS. */
  host: string;
  /** The certificate that it shows. */
  ca: string;
  pushes: Push[];
  /** The next so many requests are answered like this; after them 201. */
  answers: PushAnswer[];
  subscribe: () => Subscription;
  /** Waits until there have been so many. */
  received: (count: number) => Promise<Push[]>;
  close: () => Promise<void>;
}

const PATIENCE_MS = 15_000;

export async function startPushService(): Promise<PushService> {
  const certificate = createCertificate();
  const pushes: Push[] = [];
  const answers: PushAnswer[] = [];
  let wake: (() => void)[] = [];
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pushes.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      for (const each of wake.splice(0)) each();
      const answer = answers.shift() ?? { status: 201 };
      if (answer.isSilent === true) return;
      response.writeHead(answer.status, answer.headers);
      if (answer.isEndless === true) {
        response.write('x'.repeat(8_192));
        return;
      }
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on host and port has such an address.
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    ca: certificate.cert,
    pushes,
    answers,
    subscribe() {
      const keys = createSubscriptionKeys();
      const endpoint = `https://${host}/push/${randomUUID()}`;
      const { p256dh, auth } = keys;
      return { ...keys, endpoint, target: { kind: 'web', endpoint, keys: { p256dh, auth } } };
    },
    async received(count) {
      const lateAtMs = Date.now() + PATIENCE_MS;
      while (pushes.length < count) {
        const leftMs = lateAtMs - Date.now();
        if (leftMs <= 0) throw new Error(`${pushes.length} of ${count} wake-ups came`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          wake = [...wake, () => (clearTimeout(timer), resolve())];
        });
      }
      return pushes;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
