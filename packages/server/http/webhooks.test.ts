import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { connectDevice } from '../testing/device.ts';
import { newHandle } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { sendWebhook, signStripe, startFakeStripe } from '../testing/stripe-api.ts';
import type { FakeStripe } from '../testing/stripe-api.ts';
import { invoiceEvent, otherEvent, subscriptionEvent } from '../testing/stripe-events.ts';

const DAY_MS = 86_400_000;

let stripe: FakeStripe;
let server: TestServer;

beforeAll(async () => {
  stripe = await startFakeStripe();
  // While a secret is being exchanged there are two (PLAN-8).
  const settings = { ...stripe.settings, webhookSecrets: ['whsec_first', 'whsec_second'] };
  server = await createTestServer({ config: { stripe: settings, placingRequires: 'premium' } });
});

afterAll(async () => {
  await server.close();
  await stripe.close();
  expect(server.errors).toEqual([]);
});

/** Somebody who has pressed "Subscribe" and is known to Stripe. */
async function joinAsCustomer(): Promise<{ person: TestPerson; customer: string }> {
  const person = await signUpPerson(server.origin, newHandle());
  await person.call('startCheckout', {});
  const customer = (await server.ports.stores.plans.loadCustomer(person.me.person.id)) ?? '';
  expect(customer).toMatch(/^cus_/);
  return { person, customer };
}

const planOf = async (person: TestPerson) => (await person.call('getMe', {})).plan;
const NOTHING = { premium: false, untilMs: null, renews: false };

/** Everything that is stored about plans, as one text. */
async function everything(): Promise<string> {
  const db = openDatabase(server.database, () => undefined);
  const { rows } = await sql`
    select (select count(*) from plan_events) as events,
      (select md5(string_agg(accounts::text, '|' order by id)) from accounts) as accounts`.execute(db);
  await db.destroy();
  return JSON.stringify(rows);
}

test('a subscription that Stripe tells of is Premium, live, and says when it renews', async () => {
  const { person, customer } = await joinAsCustomer();
  const device = await connectDevice(server.origin, person);
  const endMs = Math.floor(Date.now() / 1_000) * 1_000 + 30 * DAY_MS;
  const { status } = await sendWebhook(server.origin, subscriptionEvent('created', { customer, endMs }));
  expect(status).toBe(200);
  await device.take('account.changed');
  expect(await planOf(person)).toEqual({ premium: true, untilMs: endMs, renews: true });
  await sendWebhook(
    server.origin,
    subscriptionEvent('updated', { customer, endMs, cancelAtPeriodEnd: true, createdMs: Date.now() + 1_000 }),
  );
  expect(await planOf(person)).toEqual({ premium: true, untilMs: endMs, renews: false });
  const { canManage, offer } = await person.call('getPlan', {});
  expect({ canManage, offer }).toEqual({
    canManage: true,
    offer: { kind: 'stripe', price: { amountMinor: 500, currency: 'eur', interval: 'month' } },
  });
});

test('PLAN-4: the same event again, also many at once, is stored once, answered alike and told to nobody', async () => {
  const { person, customer } = await joinAsCustomer();
  const event = subscriptionEvent('created', { customer });
  const answers = await Promise.all([1, 2, 3, 4].map(() => sendWebhook(server.origin, event)));
  expect(answers).toEqual(answers.map(() => ({ status: 200, body: { received: true } })));
  const before = await everything();
  const device = await connectDevice(server.origin, person);
  expect(await sendWebhook(server.origin, event)).toEqual({ status: 200, body: { received: true } });
  await device.settle();
  expect(device.events.map(({ type }) => type)).toEqual(['welcome']);
  expect(await everything()).toBe(before);
});

test('PLAN-3: told in any order, each at once with the others, the plan is the same', async () => {
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 40 * DAY_MS;
  const turnMs = startMs + 30 * DAY_MS;
  const plans: unknown[] = [];
  for (const turn of [0, 1, 2]) {
    const { person, customer } = await joinAsCustomer();
    const id = `sub_${turn}_${customer}`;
    const second = { startMs: turnMs, endMs: turnMs + 30 * DAY_MS };
    const story = [
      subscriptionEvent('created', {
        customer,
        id,
        status: 'incomplete',
        createdMs: startMs,
        startMs,
        endMs: turnMs,
      }),
      subscriptionEvent('updated', { customer, id, createdMs: startMs, startMs, endMs: turnMs }),
      invoiceEvent('paid', { customer, subscription: id, endMs: turnMs, createdMs: startMs }),
      subscriptionEvent('updated', { customer, id, createdMs: turnMs, ...second }),
      invoiceEvent('payment_failed', {
        customer,
        subscription: id,
        endMs: second.endMs,
        createdMs: turnMs + DAY_MS,
      }),
      subscriptionEvent('updated', {
        customer,
        id,
        status: 'past_due',
        createdMs: turnMs + DAY_MS,
        ...second,
      }),
      invoiceEvent('paid', {
        customer,
        subscription: id,
        endMs: second.endMs,
        createdMs: turnMs + 2 * DAY_MS,
      }),
    ];
    const told = turn === 0 ? story : turn === 1 ? story.toReversed() : [...story, ...story];
    if (turn === 2) await Promise.all(told.map((event) => sendWebhook(server.origin, event)));
    else for (const event of told) await sendWebhook(server.origin, event);
    plans.push(await planOf(person));
  }
  expect(plans[0]).toMatchObject({ premium: true });
  expect(plans).toEqual(plans.map(() => plans[0]));
});

test('PLAN-6: a subscription that is deleted ends at once', async () => {
  const { person, customer } = await joinAsCustomer();
  await sendWebhook(server.origin, subscriptionEvent('created', { customer, id: 'sub_del' }));
  expect(await planOf(person)).toMatchObject({ premium: true });
  const endedMs = Date.now() - 1_000;
  await sendWebhook(
    server.origin,
    subscriptionEvent('deleted', { customer, id: 'sub_del', status: 'canceled', endedMs }),
  );
  expect(await planOf(person)).toMatchObject({ premium: false, renews: false });
});

test('PLAN-8: only a fresh signature over the very bytes is believed; otherwise 400, and nothing changes', async () => {
  const { person, customer } = await joinAsCustomer();
  const event = subscriptionEvent('created', { customer, id: 'sub_forged' });
  const before = await everything();
  const good = signStripe(event);
  const forged: [string | Buffer, string][] = [
    [event, ''],
    [event, 'nonsense'],
    [event, 't=1,v1=00'],
    [event, signStripe(event, 'whsec_other')],
    [event, signStripe(event, 'whsec_first', Date.now() - 301_000)],
    [event.replace('active', 'Active'), good],
    [`${event} `, good],
    [JSON.stringify(JSON.parse(event), null, 2), good],
    [Buffer.concat([Buffer.from(event), Buffer.from([0xff])]), good],
    [event, good.replace('v1=', 'v0=')],
  ];
  for (const [payload, header] of forged) {
    const { status, body } = await sendWebhook(server.origin, payload, header);
    expect({ status, body }).toEqual({
      status: 400,
      body: { code: 'bad_request', detail: 'the signature does not fit' },
    });
  }
  expect(await everything()).toBe(before);
  expect(await planOf(person)).toEqual(NOTHING);
});

test('PLAN-8: two secrets hold while one is exchanged for the other, and for nearly five minutes', async () => {
  const { person, customer } = await joinAsCustomer();
  const event = subscriptionEvent('created', { customer, id: 'sub_rotated' });
  const header = signStripe(event, 'whsec_second', Date.now() - 290_000);
  expect((await sendWebhook(server.origin, event, header)).status).toBe(200);
  expect(await planOf(person)).toMatchObject({ premium: true });
});

test('PLAN-9: what is none of our business is answered 200 and changes nothing', async () => {
  const { customer } = await joinAsCustomer();
  const before = await everything();
  const live = subscriptionEvent('created', { customer }).replace('"livemode":false', '"livemode":true');
  const business = [
    otherEvent(customer),
    subscriptionEvent('created', { customer: 'cus_of_somebody_else' }),
    invoiceEvent('paid', { customer, subscription: null, endMs: Date.now() + DAY_MS }),
    live,
  ];
  for (const event of business) expect((await sendWebhook(server.origin, event)).status).toBe(200);
  expect(await everything()).toBe(before);
});

test('PLAN-9: a genuine message that should be understood and is not is refused, for Stripe to show', async () => {
  const { customer } = await joinAsCustomer();
  const before = await everything();
  const good = subscriptionEvent('created', { customer });
  const broken = [
    '{"half',
    '[]',
    'null',
    good.replace(/"id":"evt_[^"]*"/, String.raw`"id":"evt\u0000"`),
    good.replace(/"created":\d+/, '"created":1e300'),
    good.replace('"status":"active",', ''),
    good.replace(/"current_period_end":\d+/, '"current_period_end":-5'),
  ];
  for (const event of broken) {
    const { status, body } = await sendWebhook(server.origin, event);
    expect({ status, body }).toEqual({
      status: 400,
      body: { code: 'bad_request', detail: 'not understood' },
    });
  }
  expect(await everything()).toBe(before);
});

test('PLAN-8, WIRE-2: a body that is far too large is refused before it is read', async () => {
  const { status, body } = await sendWebhook(server.origin, `{"a":"${'x'.repeat(300 * 1024)}"}`);
  expect({ status, body }).toMatchObject({ status: 413, body: { code: 'too_large' } });
});

test('PLAN-8, PLAN-9: whatever is sent, signed or not, nothing breaks and nothing changes', async () => {
  const { customer } = await joinAsCustomer();
  const before = await everything();
  const types = fc.constantFrom(
    'customer.subscription.updated',
    'invoice.paid',
    'invoice.payment_failed',
    'x',
  );
  const anEnvelope = fc
    .record(
      { id: fc.string(), type: types, created: fc.double(), livemode: fc.boolean(), data: fc.jsonValue() },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value));
  // The object is what may be anything: an honest one would be a change.
  const anObject = fc
    .tuple(types, fc.dictionary(fc.constantFrom('id', 'status', 'items', 'lines', 'parent'), fc.jsonValue()))
    .map(([type, object]) =>
      JSON.stringify({
        ...{ id: 'evt_fuzz', type, created: 1_700_000_000, livemode: false },
        data: { object: { ...object, customer } },
      }),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anEnvelope, anObject, fc.json(), fc.string()),
      fc.boolean(),
      fc.string({ unit: 'grapheme-ascii' }),
      async (payload, isSigned, header) => {
        const sent = isSigned ? signStripe(payload) : header.trim();
        const { status } = await sendWebhook(server.origin, payload, sent);
        expect(isSigned && payload !== '' ? [200, 400] : [400]).toContain(status);
      },
    ),
    { numRuns: 150 },
  );
  expect(await everything()).toBe(before);
}, 60_000);

test('PLAN-11: without Stripe there is no webhook', async () => {
  const other = await createTestServer();
  const event = otherEvent('cus_1');
  expect((await sendWebhook(other.origin, event)).status).toBe(404);
  await other.close();
});
