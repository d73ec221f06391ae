import type { AccountId, Price } from '@parley/protocol';
import Stripe from 'stripe';
import type { StripeSettings } from '../config.ts';
import { AppError } from '../error.ts';
import type { Clock, Log, StripeBilling } from '../ports.ts';
import { isSigned } from './signature.ts';
import { readStripeEvent } from './stripe-event.ts';

/** Longer than this, in milliseconds, nobody waits for a page of Stripe's. */
const TIMEOUT_MS = 10_000;
/** How long a price is believed, in milliseconds; one that could not be read is asked for again sooner. */
const PRICE_LIFE_MS = 10 * 60_000;
const NO_PRICE_LIFE_MS = 30_000;
/** A subscription in one of these states is over; every other one may still be paid for. */
const OVER = new Set<string>(['canceled', 'incomplete_expired']);

function createClient({ secretKey, apiUrl }: StripeSettings): Stripe {
  const api = apiUrl === undefined ? undefined : new URL(apiUrl);
  return new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(api && {
      protocol: api.protocol === 'http:' ? 'http' : 'https',
      host: api.hostname,
      port: api.port,
    }),
  });
}

function isMissingCustomer(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === 'resource_missing' &&
    error.param === 'customer'
  );
}

function createPriceReader(stripe: Stripe, priceId: string, clock: Clock, log: Log) {
  let known: { price: Price | null; untilMs: number } | undefined;
  let reading: Promise<Price | null> | undefined;
  const read = async (): Promise<Price | null> => {
    try {
      const { unit_amount: amountMinor, currency } = await stripe.prices.retrieve(priceId);
      const price = amountMinor === null ? null : ({ amountMinor, currency, interval: 'month' } as const);
      known = { price, untilMs: clock() + PRICE_LIFE_MS };
    } catch (error) {
      log.warn({ error }, 'the price of Premium could not be read from Stripe');
      known = { price: null, untilMs: clock() + NO_PRICE_LIFE_MS };
    }
    reading = undefined;
    return known.price;
  };
  return async (): Promise<Price | null> => {
    if (known !== undefined && clock() < known.untilMs) return known.price;
    // Whoever asks while it is being read waits for the same answer.
    reading ??= read();
    return await reading;
  };
}

/** Stripe's word for what went wrong is the cause, for our log; the person learns that it can be tried again. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError('unavailable', { cause: error });
  }
}

/** The page where a checkout of this price goes on that the customer has begun already, so that nobody pays twice. */
async function findOpenPage(stripe: Stripe, customer: string, priceId: string): Promise<string | undefined> {
  const { data } = await stripe.checkout.sessions.list({ customer, status: 'open', limit: 10 });
  return (
    data.find(({ url, metadata }) => url !== null && metadata?.['parley_price'] === priceId)?.url ?? undefined
  );
}

interface Sale {
  customer: string;
  accountId: AccountId;
  priceId: string;
  nowMs: number;
}

/** One subscription to one customer (PLAN-10). */
async function openCheckout(
  stripe: Stripe,
  { customer, accountId, priceId, nowMs }: Sale,
  { doneUrl, backUrl }: { doneUrl: string; backUrl: string },
): Promise<{ url: string } | { refused: 'subscribed' }> {
  const { data } = await stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
  if (data.some(({ status }) => !OVER.has(status) && status !== 'incomplete')) {
    return { refused: 'subscribed' };
  }
  const open = await findOpenPage(stripe, customer, priceId);
  if (open !== undefined) return { url: open };
  // Two tabs in the same moment get one checkout; what was sold meanwhile is counted in `data`.
  const minute = Math.floor(nowMs / 60_000);
  const idempotencyKey = `parley-checkout-${customer}-${priceId}-${data.length}-${minute}`;
  const { url } = await stripe.checkout.sessions.create(
    {
      mode: 'subscription',
      line_items: [{ price: priceId, quantity: 1 }],
      customer,
      client_reference_id: accountId,
      metadata: { parley_price: priceId },
      subscription_data: { metadata: { parley_account: accountId } },
      success_url: doneUrl,
      cancel_url: backUrl,
    },
    { idempotencyKey },
  );
  if (url === null) throw new Error('Stripe has made a checkout without a page');
  return { url };
}

/** Checkouts first: what is not begun any more cannot be paid behind the back of the second half. */
async function endEverything(stripe: Stripe, customer: string): Promise<void> {
  const begun = await stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 });
  for (const { id } of begun.data) await stripe.checkout.sessions.expire(id);
  const { data } = await stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
  for (const { id, status } of data) {
    if (!OVER.has(status)) await stripe.subscriptions.cancel(id);
  }
}

/** Subscriptions sold through Stripe (PLAN-8 to PLAN-10). */
export function createStripeBilling(settings: StripeSettings, clock: Clock, log: Log): StripeBilling {
  const stripe = createClient(settings);
  const { priceId, webhookSecrets, secretKey } = settings;
  const isLiveKey = /^[rs]k_live_/.test(secretKey);

  const makeCustomer = async (accountId: AccountId, replaces: string | undefined): Promise<string> => {
    const metadata = { parley_account: accountId };
    // Two tabs at once make one customer.
    const idempotencyKey = `parley-customer-${accountId}-${replaces ?? 'first'}`;
    return (await stripe.customers.create({ metadata }, { idempotencyKey })).id;
  };

  return {
    kind: 'stripe',
    price: createPriceReader(stripe, priceId, clock, log),
    createCustomer: (accountId, replaces) => guarded(() => makeCustomer(accountId, replaces)),

    openCheckout: (customer, accountId, pages) =>
      guarded(async () => {
        try {
          return await openCheckout(stripe, { customer, accountId, priceId, nowMs: clock() }, pages);
        } catch (error) {
          // Somebody has removed the customer in Stripe's dashboard.
          if (isMissingCustomer(error)) return { refused: 'noCustomer' };
          throw error;
        }
      }),

    openPortal: (customer, returnUrl) =>
      guarded(async () => {
        const { url } = await stripe.billingPortal.sessions.create({ customer, return_url: returnUrl });
        return { url };
      }),

    endSubscriptions: (customer) =>
      guarded(async () => {
        try {
          await endEverything(stripe, customer);
        } catch (error) {
          // Somebody has removed the customer in Stripe's dashboard, and with it what it paid for.
          if (!isMissingCustomer(error)) throw error;
        }
      }),

    readWebhook(raw, header) {
      if (!isSigned(stripe.webhooks, webhookSecrets, raw, header, clock())) return { kind: 'forged' };
      const reading = readStripeEvent(raw.toString('utf8'));
      // A payment with a test card must not count where real money is taken.
      return reading.kind === 'event' && reading.isLive !== isLiveKey ? { kind: 'other' } : reading;
    },
  };
}
