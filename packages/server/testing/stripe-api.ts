import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { StripeSettings } from '../config.ts';

const STRIPE_KEY = 'sk_test_parley';
const WEBHOOK_SECRET = 'whsec_first';
export const PRICE_ID = 'price_premium';

/** One request as Stripe would see it. */
interface StripeRequest {
  method: string;
  path: string;
  form: Record<string, string>;
  headers: IncomingMessage['headers'];
}

interface Answer {
  status: number;
  body: unknown;
}

/** Stripe's API, as much of it as Premium uses, on a local port; what it holds can be set. */
export interface FakeStripe {
  settings: StripeSettings;
  requests: StripeRequest[];
  /** Subscriptions by customer, for the list. */
  subscriptions: Map<string, { id: string; status: string }[]>;
  /** Customers that somebody has removed in the dashboard. */
  removed: Set<string>;
  /** Until it is back, every answer is an error of Stripe's own. */
  isDown: boolean;
  /** Checkouts that nobody has finished yet, by id, with their customer. */
  openCheckouts: () => { id: string; customer: string }[];
  /** A subscription was ended. */
  onDelete: () => void;
  /** Before a checkout is answered. */
  onCheckout: () => Promise<void>;
  close: () => Promise<void>;
}

const list = (data: unknown[]): Answer => ({ status: 200, body: { object: 'list', data, has_more: false } });
const missing = (param: string): Answer => ({
  status: 404,
  body: {
    error: { type: 'invalid_request_error', code: 'resource_missing', param, message: `No such ${param}` },
  },
});

class Books {
  readonly byKey = new Map<string, Answer>();
  readonly sessions: { id: string; customer: string; url: string; metadata: object }[] = [];
  customers = 0;
  checkouts = 0;
}

function answer(fake: FakeStripe, books: Books, { method, path, form }: StripeRequest): Answer {
  const customer = form['customer'] ?? '';
  if (customer !== '' && fake.removed.has(customer)) return missing('customer');
  const route = path
    .replace(/^\/v1\/subscriptions\/.*/, '/v1/subscriptions/:id')
    .replace(/^\/v1\/checkout\/sessions\/[^/]+\/expire$/, '/v1/checkout/sessions/:id/expire');
  switch (`${method} ${route}`) {
    case 'POST /v1/customers':
      books.customers += 1;
      return { status: 200, body: { id: `cus_${books.customers}`, object: 'customer' } };
    case `GET /v1/prices/${PRICE_ID}`:
      return { status: 200, body: { id: PRICE_ID, object: 'price', unit_amount: 500, currency: 'eur' } };
    case 'GET /v1/subscriptions':
      return list(fake.subscriptions.get(customer) ?? []);
    case 'DELETE /v1/subscriptions/:id':
      return { status: 200, body: { id: path.split('/').at(-1), status: 'canceled' } };
    case 'GET /v1/checkout/sessions':
      return list(books.sessions.filter((session) => session.customer === customer));
    case 'POST /v1/checkout/sessions': {
      books.checkouts += 1;
      const id = `cs_${books.checkouts}`;
      const metadata = { parley_price: form['metadata[parley_price]'] };
      const session = { id, customer, url: `https://checkout.stripe.example/${id}`, metadata };
      books.sessions.push(session);
      return { status: 200, body: { ...session, object: 'checkout.session' } };
    }
    case 'POST /v1/checkout/sessions/:id/expire': {
      const id = path.split('/').at(-2);
      books.sessions.splice(
        books.sessions.findIndex((session) => session.id === id),
        1,
      );
      return { status: 200, body: { id, object: 'checkout.session', status: 'expired', url: null } };
    }
    case 'POST /v1/billing_portal/sessions':
      return { status: 200, body: { id: 'bps_1', url: `https://portal.stripe.example/${customer}` } };
    default:
      return { status: 404, body: { error: { type: 'invalid_request_error', message: path } } };
  }
}

async function readRequest(request: IncomingMessage): Promise<StripeRequest> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  const url = new URL(request.url ?? '/', 'http://stripe');
  const body = new URLSearchParams(Buffer.concat(chunks).toString());
  const form = Object.fromEntries([...url.searchParams, ...body]);
  return { method: request.method ?? '', path: url.pathname, form, headers: request.headers };
}

async function serve(
  fake: FakeStripe,
  books: Books,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const seen = await readRequest(request);
  fake.requests.push(seen);
  const key = seen.headers['idempotency-key'];
  const decide = (): Answer => {
    if (seen.headers.authorization !== `Bearer ${STRIPE_KEY}`)
      return { status: 401, body: { error: { type: 'authentication_error', message: 'Invalid API Key' } } };
    if (fake.isDown) return { status: 500, body: { error: { type: 'api_error', message: 'down' } } };
    return answer(fake, books, seen);
  };
  const known = typeof key === 'string' ? books.byKey.get(key) : undefined;
  const { status, body } = known ?? decide();
  if (typeof key === 'string' && status === 200) books.byKey.set(key, { status, body });
  if (seen.method === 'POST' && seen.path === '/v1/checkout/sessions') await fake.onCheckout();
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
  response.end(JSON.stringify(body));
  if (seen.method === 'DELETE') fake.onDelete();
}

export async function startFakeStripe(): Promise<FakeStripe> {
  const books = new Books();
  const server = createServer((request, response) => void serve(fake, books, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on host and port has such an address.
  const { port } = server.address() as AddressInfo;
  const fake: FakeStripe = {
    settings: {
      secretKey: STRIPE_KEY,
      priceId: PRICE_ID,
      webhookSecrets: [WEBHOOK_SECRET],
      apiUrl: `http://127.0.0.1:${port}`,
    },
    requests: [],
    subscriptions: new Map(),
    removed: new Set(),
    isDown: false,
    openCheckouts: () => books.sessions.map(({ id, customer }) => ({ id, customer })),
    onDelete: () => undefined,
    onCheckout: async () => undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

const signer = new Stripe(STRIPE_KEY);

/** The header that Stripe would sign this body with. */
export function signStripe(payload: string, secret = WEBHOOK_SECRET, atMs = Date.now()): string {
  return signer.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(atMs / 1_000) });
}

/** Sends a body to the webhook of a server, signed unless the header says otherwise. */
export async function sendWebhook(
  origin: string,
  payload: string | Buffer,
  header: string | undefined = signStripe(payload.toString()),
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${origin}/api/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(header === undefined || header === '' ? {} : { 'stripe-signature': header }),
    },
    body: typeof payload === 'string' ? payload : new Uint8Array(payload),
  });
  return { status: response.status, body: await response.json() };
}
