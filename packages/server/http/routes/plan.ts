import type { AccountId, Me, Plan } from '@parley/protocol';
import { loadMe } from '../../auth/load-me.ts';
import type { MePorts } from '../../auth/load-me.ts';
import { endMonths, endPayments, grantMonths } from '../../commands/plan-change.ts';
import type { MonthsChange } from '../../commands/plan-change.ts';
import { AppError } from '../../error.ts';
import type { Effect, Ports, StripeBilling, Stores, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';

/** Where the web app shows the pretend checkout; of this server, under whatever name the person has opened it. */
const DEMO_CHECKOUT = '/premium/checkout';

async function loadOffer(billing: Ports['billing']): Promise<Plan['offer']> {
  switch (billing.kind) {
    case 'stripe':
      return { kind: 'stripe', price: await billing.price() };
    case 'demo':
      return { kind: 'demo', price: null };
    case 'none':
      return null;
  }
}

export const getPlan: Handler<'getPlan'> = async ({ stores, billing }, { viewer }) => {
  const account = await stores.accounts.load(viewer.accountId);
  if (account === undefined) return new AppError('unauthenticated');
  const { subscription } = await stores.plans.load(viewer.accountId);
  // Who has only looked at a checkout has nothing to manage.
  const canManage = billing.kind === 'stripe' && subscription !== undefined;
  return { state: account.plan, offer: await loadOffer(billing), canManage };
};

type CheckoutPorts = Pick<Ports, 'stores' | 'origins'>;

async function makeCustomer(
  { stores }: CheckoutPorts,
  billing: StripeBilling,
  accountId: AccountId,
  replaces: string | undefined,
): Promise<string> {
  const customer = await billing.createCustomer(accountId, replaces);
  if (!(await stores.plans.saveCustomer(accountId, customer))) throw new AppError('unauthenticated');
  return customer;
}

/** PLAN-10: one customer per account, known here before anything is paid. */
async function openCheckout(
  ports: CheckoutPorts,
  billing: StripeBilling,
  accountId: AccountId,
): Promise<{ url: string } | AppError> {
  const [origin] = ports.origins();
  const pages = { doneUrl: `${origin}/premium/return`, backUrl: `${origin}/settings/premium` };
  const known = await ports.stores.plans.loadCustomer(accountId);
  let customer = known ?? (await makeCustomer(ports, billing, accountId, undefined));
  let opened = await billing.openCheckout(customer, accountId, pages);
  if ('refused' in opened && opened.refused === 'noCustomer') {
    customer = await makeCustomer(ports, billing, accountId, customer);
    opened = await billing.openCheckout(customer, accountId, pages);
  }
  // Deleted meanwhile: the job of the deletion may have run before this checkout was there (PLAN-14).
  const lasting = await ports.stores.plans.loadCustomer(accountId);
  if (lasting === undefined) {
    await endPayments(ports.stores, customer);
    return new AppError('unauthenticated');
  }
  if ('url' in opened) return opened;
  return new AppError(opened.refused === 'subscribed' ? 'wrong_state' : 'unavailable');
}

export const startCheckout: Handler<'startCheckout'> = async (ports, { viewer }) => {
  const { billing } = ports;
  switch (billing.kind) {
    case 'stripe':
      await ports.rateLimits.askBilling(viewer.accountId);
      return await openCheckout(ports, billing, viewer.accountId);
    case 'demo':
      return { url: DEMO_CHECKOUT };
    case 'none':
      return new AppError('not_found', { detail: 'nothing can be bought on this server' });
  }
};

export const openBillingPortal: Handler<'openBillingPortal'> = async (
  { billing, stores, origins, rateLimits },
  { viewer },
) => {
  const customer = await stores.plans.loadCustomer(viewer.accountId);
  if (billing.kind !== 'stripe' || customer === undefined) return new AppError('not_found');
  await rateLimits.askBilling(viewer.accountId);
  return await billing.openPortal(customer, `${origins()[0]}/settings/premium`);
};

type DemoPorts = MePorts & Pick<Ports, 'billing' | 'transaction' | 'run' | 'clock' | 'random'>;

/** PLAN-11: only where nothing is charged anyway. */
async function changeDemoPlan(
  ports: DemoPorts,
  viewer: Viewer,
  apply: (stores: Stores, me: Me, change: MonthsChange) => Promise<Effect[]>,
): Promise<Me | AppError> {
  if (ports.billing.kind !== 'demo') return new AppError('not_found');
  const { accountId } = viewer;
  const change = { accountId, source: 'demo', id: ports.random.uuid(), nowMs: ports.clock() } as const;
  const { me, effects } = await ports.transaction(async (stores) => {
    const before = await loadMe(ports, stores, viewer);
    if (before === undefined) throw new AppError('unauthenticated');
    const changed = await apply(stores, before, change);
    return { me: await loadMe(ports, stores, viewer), effects: changed };
  });
  ports.run(effects);
  return me ?? new AppError('unauthenticated');
}

export const completeDemoCheckout: Handler<'completeDemoCheckout'> = async (ports, { viewer }) =>
  await changeDemoPlan(ports, viewer, async (stores, { plan }, change) =>
    // Pressed twice, it is one month all the same.
    plan.premium ? [] : await grantMonths(stores, change, 1),
  );

export const endDemoPlan: Handler<'endDemoPlan'> = async (ports, { viewer }) =>
  await changeDemoPlan(ports, viewer, (stores, _me, change) => endMonths(stores, change));
