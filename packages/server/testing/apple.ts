import { generateKeyPairSync, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createSecureServer } from 'node:http2';
import type { Http2Session, IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createCertificate } from './certificate.ts';

/** One request as Apple's server has got it, on which connection, with the token's claims. */
interface ApplePush {
  connection: number;
  headers: IncomingHttpHeaders;
  body: unknown;
  token: string;
  claims: { header: Record<string, unknown>; body: Record<string, unknown> };
}

/** Answers as Apple's push servers do, over HTTP/2, and believes no token that it has not checked. */
export interface AppleServer {
  origin: string;
  ca: string;
  /** The key that signs the tokens. */
  key: KeyObject;
  pushes: ApplePush[];
  /** The next so many requests are refused like this; after them 200. */
  refusals: { status: number; reason: string }[];
  /** How many connections there have been. */
  connections: () => number;
  /** Says goodbye on all connections. */
  goAway: () => void;
  close: () => Promise<void>;
}

const Claims = z.record(z.string(), z.unknown());

function decode(part: string | undefined): Record<string, unknown> {
  return Claims.parse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString()));
}

export async function startAppleServer(): Promise<AppleServer> {
  const certificate = createCertificate();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pushes: ApplePush[] = [];
  const refusals: { status: number; reason: string }[] = [];
  const sessions: Http2Session[] = [];

  const isGenuine = (token: string): boolean => {
    const [head, body, signature = ''] = token.split('.');
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    return verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  };

  const server = createSecureServer({ ...certificate, allowHTTP1: false });
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream, headers) => {
    let text = '';
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => void (text += chunk.toString()));
    stream.on('end', () => {
      const token = /^bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
      const [head, body] = token.split('.');
      const refusal = isGenuine(token) ? refusals.shift() : { status: 403, reason: 'InvalidProviderToken' };
      const connection = stream.session === undefined ? -1 : sessions.indexOf(stream.session);
      const claims = { header: decode(head), body: decode(body) };
      pushes.push({ connection, headers, body: JSON.parse(text), token, claims });
      if (refusal === undefined) {
        stream.respond({ ':status': 200 }, { endStream: true });
        return;
      }
      stream.respond({ ':status': refusal.status });
      stream.end(JSON.stringify({ reason: refusal.reason }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on host and port has such an address.
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: certificate.cert,
    key: privateKey,
    pushes,
    refusals,
    connections: () => sessions.length,
    goAway: () => sessions.forEach((session) => session.close()),
    async close() {
      sessions.forEach((session) => session.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
