import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordPlanEvent } from '../commands/plan-change.ts';
import { AppError } from '../error.ts';
import type { Ports, StripeBilling } from '../ports.ts';

/** Where Stripe sends what happens to subscriptions. No endpoint of the protocol: only Stripe calls it. */
const STRIPE_WEBHOOK_PATH = '/api/webhooks/stripe';

/** An invoice of many lines is far from it. */
const MAX_EVENT_BYTES = 256 * 1024;

type WebhookPorts = Pick<Ports, 'transaction' | 'stores' | 'run' | 'clock' | 'log'>;

/** PLAN-8, PLAN-9: nothing of a message is looked at before its signature, and all of it happens or nothing. */
async function receive(
  { transaction, stores, run, clock, log }: WebhookPorts,
  billing: StripeBilling,
  raw: Buffer,
  signature: string | undefined,
): Promise<void> {
  const reading = billing.readWebhook(raw, signature);
  switch (reading.kind) {
    case 'forged':
      throw new AppError('bad_request', { detail: 'the signature does not fit' });
    case 'unreadable':
      log.warn({ why: reading.why }, 'a message of Stripe could not be read');
      throw new AppError('bad_request', { detail: 'not understood' });
    case 'other':
      return;
    case 'event': {
      const accountId = await stores.plans.findByCustomer(reading.customerId);
      // The same Stripe account may sell other things to other people.
      if (accountId === undefined) return;
      const { event } = reading;
      run(await transaction((within) => recordPlanEvent(within, accountId, 'stripe', event, clock())));
    }
  }
}

/** Takes Stripe's messages where Stripe is set up; the body is kept as bytes, because those are what is signed. */
export async function registerWebhooks(http: FastifyInstance, ports: Ports): Promise<void> {
  const { billing } = ports;
  if (billing.kind !== 'stripe') return;
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_EVENT_BYTES },
      async (_request: unknown, body: Buffer) => body,
    );
    const handler = async (request: FastifyRequest): Promise<object> => {
      const header = request.headers['stripe-signature'];
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await receive(ports, billing, raw, typeof header === 'string' ? header : undefined);
      return { received: true };
    };
    scope.route({ method: 'POST', url: STRIPE_WEBHOOK_PATH, bodyLimit: MAX_EVENT_BYTES, handler });
  });
}
