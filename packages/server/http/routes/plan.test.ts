import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { elevate } from '../../testing/admin.ts';
import { connectDevice } from '../../testing/device.ts';
import { newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { givePremium } from '../../testing/plan.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';
import { listAttempts, runJob, takeJobs } from '../../testing/jobs.ts';
import { startFakeStripe } from '../../testing/stripe-api.ts';
import type { FakeStripe } from '../../testing/stripe-api.ts';

const join = async ({ origin }: TestServer): Promise<TestPerson> => await signUpPerson(origin, newHandle());
const PRODUCTION = { mode: 'production', local: false } as const;
const NOTHING = { premium: false, untilMs: null, renews: false };

describe('in a demo', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({ config: { placingRequires: 'premium' } });
  });
  afterAll(async () => {
    await server.close();
    expect(server.errors).toEqual([]);
  });

  test('PLAN-11: the pretend checkout gives a month, live, and pressed twice it is one all the same', async () => {
    const person = await join(server);
    expect(await person.call('getPlan', {})).toEqual({
      state: NOTHING,
      offer: { kind: 'demo', price: null },
      canManage: false,
    });
    expect(await person.call('startCheckout', {})).toEqual({ url: '/premium/checkout' });
    // Looking at the page is not yet a subscription.
    expect((await person.call('getMe', {})).plan).toEqual(NOTHING);
    const device = await connectDevice(server.origin, person);
    const { plan } = await person.call('completeDemoCheckout', {});
    expect(plan).toMatchObject({ premium: true, renews: false });
    await device.take('account.changed');
    expect((await person.call('completeDemoCheckout', {})).plan).toEqual(plan);
    expect((await person.call('endDemoPlan', {})).plan).toMatchObject({ premium: false });
    await device.take('account.changed');
    expect((await person.call('completeDemoCheckout', {})).plan).toMatchObject({ premium: true });
  });

  test('PLAN-11: ending the pretend plan leaves what an administrator granted', async () => {
    const person = await join(server);
    await givePremium(server.ports, person);
    expect((await person.call('endDemoPlan', {})).plan).toMatchObject({ premium: true });
  });

  test('PLAN-11: there is no portal to it', async () => {
    expect(await (await join(server)).fail('openBillingPortal', {})).toMatchObject({ code: 'not_found' });
  });
});

describe('where nothing can be bought', () => {
  let server: TestServer;
  let admin: TestPerson;
  beforeAll(async () => {
    server = await createTestServer({ config: { ...PRODUCTION, placingRequires: 'premium' } });
    admin = await join(server);
    await elevate(server.ports, admin);
  });
  afterAll(async () => {
    await server.close();
    expect(server.errors).toEqual([]);
  });

  test('PLAN-11: there is no checkout, pretend or not, and it says so', async () => {
    const person = await join(server);
    expect(await person.call('getPlan', {})).toEqual({ state: NOTHING, offer: null, canManage: false });
    for (const name of [
      'startCheckout',
      'completeDemoCheckout',
      'endDemoPlan',
      'openBillingPortal',
    ] as const) {
      expect(await person.fail(name, {})).toMatchObject({ code: 'not_found' });
    }
    expect((await person.call('getMe', {})).plan).toEqual(NOTHING);
  });

  test('PLAN-5, PLAN-11: an administrator grants months, which add up; nobody else does', async () => {
    const person = await join(server);
    const grant = { params: { handle: person.me.person.handle }, body: { months: 1 } };
    expect(await person.fail('grantPremium', grant)).toMatchObject({ code: 'forbidden' });
    const { plan: one } = await admin.call('grantPremium', grant);
    const { plan: two } = await admin.call('grantPremium', { ...grant, body: { months: 2 } });
    expect(one).toMatchObject({ premium: true, renews: false });
    const days = ((two.untilMs ?? 0) - (one.untilMs ?? 0)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(59);
    expect(days).toBeLessThanOrEqual(62);
    expect((await person.call('getMe', {})).plan).toEqual(two);
  });

  test.each([0, 121, 1.5, -1])('PLAN-5: %s months are refused and change nothing', async (months) => {
    const person = await join(server);
    const grant = { params: { handle: person.me.person.handle }, body: { months } };
    expect(await admin.fail('grantPremium', grant)).toMatchObject({ code: 'bad_request' });
    expect((await person.call('getMe', {})).plan).toEqual(NOTHING);
  });

  test('PLAN-11: a demo that others can reach sells nothing for nothing', async () => {
    const exposed = await createTestServer({ config: { local: false } });
    expect((await (await join(exposed)).call('getPlan', {})).offer).toBeNull();
    await exposed.close();
  });
});

describe('what gives the badge', () => {
  test.each([
    ['admin', { granted: true, subscribed: false, both: true }],
    ['subscription', { granted: false, subscribed: true, both: true }],
    ['both', { granted: true, subscribed: true, both: true }],
  ] as const)('PLAN-13: VERIFIED_BY=%s', async (verifiedBy, expected) => {
    const server = await createTestServer({ config: { ...PRODUCTION, verifiedBy } });
    const admin = await join(server);
    await elevate(server.ports, admin);
    const people = { granted: await join(server), subscribed: await join(server), both: await join(server) };
    const badges = async (node = server) => {
      const has = async ({ me }: TestPerson) =>
        (await node.ports.stores.accounts.load(me.person.id))?.person.verified ?? false;
      const { granted, subscribed, both } = people;
      return { granted: await has(granted), subscribed: await has(subscribed), both: await has(both) };
    };
    for (const person of [people.granted, people.both]) {
      await admin.call('grantVerified', { params: { handle: person.me.person.handle } });
    }
    for (const person of [people.subscribed, people.both]) await givePremium(server.ports, person);
    expect(await badges()).toEqual(expected);
    // The setting changes: from the next start on, so do the badges of all.
    const strict = await createTestServer({
      database: server.database,
      config: { ...PRODUCTION, verifiedBy: verifiedBy === 'admin' ? 'subscription' : 'admin' },
    });
    const other = verifiedBy === 'admin' ? [false, true, true] : [true, false, true];
    expect(Object.values(await badges(strict))).toEqual(other);
    await strict.close();
    await server.close();
  });

  test('PLAN-13: taking the grant back leaves the badge of a subscription', async () => {
    const server = await createTestServer({ config: { ...PRODUCTION, verifiedBy: 'both' } });
    const admin = await join(server);
    await elevate(server.ports, admin);
    const person = await join(server);
    const { handle } = person.me.person;
    await givePremium(server.ports, person);
    await admin.call('grantVerified', { params: { handle } });
    expect((await admin.call('removeVerified', { params: { handle } })).person.verified).toBe(true);
    await server.close();
  });
});

test('PLAN-14: deleting the account ends what it pays for', async () => {
  const stripe = await startFakeStripe();
  const server = await createTestServer({ config: { stripe: stripe.settings }, runsJobs: true });
  const person = await join(server);
  await person.call('startCheckout', {});
  const customer = (await server.ports.stores.plans.loadCustomer(person.me.person.id)) ?? '';
  stripe.subscriptions.set(customer, [{ id: 'sub_gone', status: 'active' }]);
  const ended = new Promise<void>((resolve) => (stripe.onDelete = resolve));
  await person.call('deleteMe', { body: { confirm: 'correct horse battery' } });
  await ended;
  expect(stripe.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
    '/v1/subscriptions/sub_gone',
  ]);
  await server.close();
  await stripe.close();
});

test('PLAN-10: whoever has a subscription is not sold another, and reaches the portal', async () => {
  const stripe = await startFakeStripe();
  const server = await createTestServer({ config: { stripe: stripe.settings } });
  const person = await join(server);
  const { url } = await person.call('startCheckout', {});
  expect(url).toMatch(/^https:\/\/checkout\.stripe\.example\//);
  const customer = (await server.ports.stores.plans.loadCustomer(person.me.person.id)) ?? '';
  stripe.subscriptions.set(customer, [{ id: 'sub_1', status: 'active' }]);
  expect(await person.fail('startCheckout', {})).toMatchObject({ code: 'wrong_state' });
  expect(await person.call('openBillingPortal', {})).toEqual({
    url: `https://portal.stripe.example/${customer}`,
  });
  // The dashboard has forgotten the customer: a new one takes its place.
  stripe.removed.add(customer);
  expect(await person.call('startCheckout', {})).toHaveProperty('url');
  expect(await server.ports.stores.plans.loadCustomer(person.me.person.id)).not.toBe(customer);
  stripe.isDown = true;
  expect(await person.fail('startCheckout', {})).toMatchObject({ code: 'unavailable' });
  expect(server.errors).toHaveLength(1);
  await server.close();
  await stripe.close();
}, 20_000);

describe('PLAN-14: an account that is deleted while it is about to pay', () => {
  let stripe: FakeStripe;
  let server: TestServer;
  beforeAll(async () => {
    stripe = await startFakeStripe();
    server = await createTestServer({ config: { stripe: stripe.settings } });
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
    expect(server.errors).toEqual([]);
  });
  const CONFIRMED = { body: { confirm: 'correct horse battery' } };

  test('a customer made a moment too late is not kept, and is led to no checkout', async () => {
    const person = await join(server);
    const { id } = person.me.person;
    await person.call('deleteMe', CONFIRMED);
    expect(await server.ports.stores.plans.saveCustomer(id, 'cus_late')).toBe(false);
    expect(await server.ports.stores.plans.loadCustomer(id)).toBeUndefined();
  });

  test('a checkout that was opened meanwhile is not handed out, and is ended', async () => {
    const person = await join(server);
    const opened = stripe.openCheckouts().length;
    stripe.onCheckout = async () => {
      stripe.onCheckout = async () => undefined;
      await person.call('deleteMe', CONFIRMED);
    };
    await takeJobs(server.database);
    expect(await person.fail('startCheckout', {})).toMatchObject({ code: 'unauthenticated' });
    expect(stripe.openCheckouts()).toHaveLength(opened + 1);
    // The first may have run before the checkout was there: what counts is the one after it.
    const jobs = await takeJobs(server.database);
    expect(jobs.map(({ task }) => task)).toEqual(['endSubscriptions', 'endSubscriptions']);
    const last = jobs.at(-1);
    if (last !== undefined) await runJob(server.ports, last);
    expect(stripe.openCheckouts()).toHaveLength(opened);
  });

  test('its end is tried for weeks: an operator may need days to see that a key is wrong', async () => {
    const person = await join(server);
    await person.call('startCheckout', {});
    await takeJobs(server.database);
    await person.call('deleteMe', CONFIRMED);
    const [most] = await listAttempts(server.database);
    expect(most).toBeGreaterThanOrEqual(100);
  });
});

test('PLAN-10: who presses "Subscribe" again and again is told to wait, before Stripe is', async () => {
  const stripe = await startFakeStripe();
  const server = await createTestServer({
    config: { stripe: stripe.settings },
    rateLimits: createRateLimits({ loose: false }),
  });
  const person = await join(server);
  for (let count = 0; count < 20; count += 1) await person.call('startCheckout', {});
  expect(await person.fail('startCheckout', {})).toMatchObject({ code: 'rate_limited' });
  expect(await person.fail('openBillingPortal', {})).toMatchObject({ code: 'rate_limited' });
  await server.close();
  await stripe.close();
});
