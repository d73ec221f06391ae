import { generateKeyPairSync, verify } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createCertificate } from './certificate.ts';

/** Google's token server and Firebase Cloud Messaging in one; a message needs a token that was handed out here. */
export interface GoogleServer {
  origin: string;
  ca: string;
  /** The JSON of a service account, as an operator has it. */
  serviceAccount: string;
  /** Claims of the statements for which tokens were handed out. */
  grants: Record<string, unknown>[];
  messages: { path: string; message: Record<string, unknown> }[];
  /** The next so many messages are refused like this; after them 200. */
  refusals: { status: number; errorCode: string }[];
  /** Every token so far is worth nothing. */
  revoke: () => void;
  close: () => Promise<void>;
}

// Made once: finding two large primes takes longer than all else here.
const ACCOUNT_KEYS = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const Json = z.record(z.string(), z.unknown());
const Sent = z.strictObject({ message: Json });
const PROJECT = 'parley-test';
const EMAIL = 'sender@parley-test.iam.gserviceaccount.com';

export async function startGoogleServer(): Promise<GoogleServer> {
  const certificate = createCertificate();
  const { publicKey, privateKey } = ACCOUNT_KEYS;
  const grants: GoogleServer['grants'] = [];
  const messages: GoogleServer['messages'] = [];
  const refusals: GoogleServer['refusals'] = [];
  const tokens = new Set<string>();

  const grant = (body: string): [number, object] => {
    const form = new URLSearchParams(body);
    const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const signed = Buffer.from(`${head}.${claims}`);
    const isGenuine = verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'));
    const isRightKind = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    if (!isGenuine || !isRightKind) return [400, { error: 'invalid_grant' }];
    grants.push(Json.parse(JSON.parse(Buffer.from(claims, 'base64url').toString())));
    const token = `token-${grants.length}`;
    tokens.add(token);
    return [200, { access_token: token, expires_in: 3_600, token_type: 'Bearer' }];
  };
  const send = (path: string, authorization: string, body: string): [number, object] => {
    if (!tokens.has(authorization.replace('Bearer ', '')))
      return [401, { error: { status: 'UNAUTHENTICATED' } }];
    messages.push({ path, ...Sent.parse(JSON.parse(body)) });
    const refusal = refusals.shift();
    if (refusal === undefined) return [200, { name: 'projects/parley-test/messages/1' }];
    const details = [
      { '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: refusal.errorCode },
    ];
    return [refusal.status, { error: { code: refusal.status, details } }];
  };

  const server = createServer(certificate, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      const { authorization = '' } = request.headers;
      const [status, answer] = path === '/token' ? grant(body) : send(path, authorization, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on host and port has such an address.
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: certificate.cert,
    serviceAccount: JSON.stringify({
      type: 'service_account',
      project_id: PROJECT,
      client_email: EMAIL,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }),
    grants,
    messages,
    refusals,
    revoke: () => tokens.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
