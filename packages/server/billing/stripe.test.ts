import { randomUUID } from 'node:crypto';
import { AccountId } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StripeBilling } from '../ports.ts';
import { PRICE_ID, startFakeStripe } from '../testing/stripe-api.ts';
import type { FakeStripe } from '../testing/stripe-api.ts';
import { createStripeBilling } from './stripe.ts';

const PAGES = { doneUrl: 'https://parley.example/premium/return', backUrl: 'https://parley.example/back' };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let stripe: FakeStripe;
let billing: StripeBilling;
let nowMs: number;

beforeAll(async () => {
  stripe = await startFakeStripe();
});

afterAll(async () => {
  await stripe.close();
});

beforeEach(() => {
  nowMs = 1_000_000;
  stripe.requests.length = 0;
  stripe.isDown = false;
  billing = createStripeBilling(stripe.settings, () => nowMs, silent);
});

const newAccount = (): AccountId => AccountId.parse(randomUUID());
const sent = (method: string, path: string) =>
  stripe.requests.filter((request) => request.method === method && request.path === path);

test('PLAN-10: a checkout is for one month of Premium, for this customer, with a way back', async () => {
  const accountId = newAccount();
  const customer = await billing.createCustomer(accountId, undefined);
  const opened = await billing.openCheckout(customer, accountId, PAGES);
  expect('url' in opened && opened.url).toMatch(/^https:\/\/checkout\.stripe\.example\//);
  expect(sent('POST', '/v1/checkout/sessions').map(({ form }) => form)).toEqual([
    {
      mode: 'subscription',
      'line_items[0][price]': PRICE_ID,
      'line_items[0][quantity]': '1',
      customer,
      client_reference_id: accountId,
      'metadata[parley_price]': PRICE_ID,
      'subscription_data[metadata][parley_account]': accountId,
      success_url: PAGES.doneUrl,
      cancel_url: PAGES.backUrl,
    },
  ]);
});

test('PLAN-10: two tabs at once make one customer, and are sent to one and the same checkout', async () => {
  const accountId = newAccount();
  const customers = await Promise.all([1, 2].map(() => billing.createCustomer(accountId, undefined)));
  expect(new Set(customers).size).toBe(1);
  const [customer = ''] = customers;
  const first = await billing.openCheckout(customer, accountId, PAGES);
  expect(await billing.openCheckout(customer, accountId, PAGES)).toEqual(first);
  expect(sent('POST', '/v1/checkout/sessions')).toHaveLength(1);
});

test.each(['active', 'trialing', 'past_due', 'unpaid', 'paused'])(
  'PLAN-10: who has a subscription that is %s buys no second one',
  async (status) => {
    stripe.subscriptions.set('cus_has', [{ id: 'sub_1', status }]);
    expect(await billing.openCheckout('cus_has', newAccount(), PAGES)).toEqual({ refused: 'subscribed' });
    expect(sent('POST', '/v1/checkout/sessions')).toEqual([]);
  },
);

test('PLAN-10: whose subscription is over may buy another', async () => {
  stripe.subscriptions.set('cus_had', [
    { id: 'sub_1', status: 'canceled' },
    { id: 'sub_2', status: 'incomplete_expired' },
  ]);
  expect(await billing.openCheckout('cus_had', newAccount(), PAGES)).toHaveProperty('url');
});

test('PLAN-10: a customer that Stripe no longer knows is told apart, and replaced by another', async () => {
  const accountId = newAccount();
  const customer = await billing.createCustomer(accountId, undefined);
  stripe.removed.add(customer);
  expect(await billing.openCheckout(customer, accountId, PAGES)).toEqual({ refused: 'noCustomer' });
  const another = await billing.createCustomer(accountId, customer);
  expect(another).not.toBe(customer);
  expect(await billing.openCheckout(another, accountId, PAGES)).toHaveProperty('url');
});

test('PLAN-10: the portal is the customer’s own', async () => {
  expect(await billing.openPortal('cus_9', 'https://parley.example/settings/premium')).toEqual({
    url: 'https://portal.stripe.example/cus_9',
  });
  expect(sent('POST', '/v1/billing_portal/sessions')[0]?.form).toEqual({
    customer: 'cus_9',
    return_url: 'https://parley.example/settings/premium',
  });
});

test('the price is Stripe’s, and asked for once in a while', async () => {
  const euros = { amountMinor: 500, currency: 'eur', interval: 'month' };
  expect(await billing.price()).toEqual(euros);
  nowMs += 60_000;
  expect(await billing.price()).toEqual(euros);
  expect(sent('GET', `/v1/prices/${PRICE_ID}`)).toHaveLength(1);
  nowMs += 10 * 60_000;
  expect(await billing.price()).toEqual(euros);
  expect(sent('GET', `/v1/prices/${PRICE_ID}`)).toHaveLength(2);
});

test('a Stripe that does not answer leaves the price unknown and refuses the rest to be tried again', async () => {
  stripe.isDown = true;
  expect(await billing.price()).toBeNull();
  await expect(billing.openPortal('cus_1', 'https://parley.example')).rejects.toMatchObject({
    code: 'unavailable',
  });
  await expect(billing.openCheckout('cus_1', newAccount(), PAGES)).rejects.toMatchObject({
    code: 'unavailable',
  });
}, 20_000);

test('PLAN-14: the subscriptions of an account that is deleted end, those that are over are left alone', async () => {
  stripe.subscriptions.set('cus_gone', [
    { id: 'sub_a', status: 'active' },
    { id: 'sub_b', status: 'canceled' },
    { id: 'sub_c', status: 'past_due' },
  ]);
  await billing.endSubscriptions('cus_gone');
  const ended = stripe.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  expect(ended).toEqual(['/v1/subscriptions/sub_a', '/v1/subscriptions/sub_c']);
});

test('PLAN-14: a checkout that is still open is closed, so that nobody pays for an account that is gone', async () => {
  const accountId = newAccount();
  const customer = await billing.createCustomer(accountId, undefined);
  await billing.openCheckout(customer, accountId, PAGES);
  await billing.endSubscriptions(customer);
  expect(stripe.openCheckouts().filter((one) => one.customer === customer)).toEqual([]);
});

test('PLAN-14: a customer that Stripe no longer knows pays nothing, and is asked for once', async () => {
  stripe.removed.add('cus_removed');
  await billing.endSubscriptions('cus_removed');
});

test('PLAN-10: two tabs that press "Subscribe" in the same moment are sent to one checkout', async () => {
  const accountId = newAccount();
  const customer = await billing.createCustomer(accountId, undefined);
  const both = await Promise.all([1, 2].map(() => billing.openCheckout(customer, accountId, PAGES)));
  expect(both[0]).toEqual(both[1]);
  expect(stripe.openCheckouts().filter((one) => one.customer === customer)).toHaveLength(1);
});

test('many who look at once ask for the price once', async () => {
  await Promise.all([1, 2, 3].map(() => billing.price()));
  expect(sent('GET', `/v1/prices/${PRICE_ID}`)).toHaveLength(1);
});
