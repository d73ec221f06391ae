import type { GrantSource, PlanEvent } from '@parley/core';
import type { AccountId } from '@parley/protocol';
import type { Effect, Stores } from '../ports.ts';
import type { PlanSource } from '../store/plans.ts';
import { accountChanged, conversationsChanged } from './announce.ts';

type PlanStores = Pick<Stores, 'plans' | 'people' | 'jobs'>;

/**
 * What is told when a plan begins or ends: the account's own devices, and everybody it talks with, because the phone
 * icon and the badge follow without a reload (PLAN-12).
 */
export async function announcePlan(stores: Pick<Stores, 'people'>, accountId: AccountId): Promise<Effect[]> {
  const peers = await stores.people.listPeers(accountId);
  return [accountChanged(accountId), ...conversationsChanged(accountId, peers, 'both')];
}

/**
 * In a transaction: stores one event of a plan and what all of them come to (PLAN-3), and has the end be told when it
 * comes (PLAN-12). The same event again changes nothing and tells nobody (PLAN-4).
 *
 * @returns the effects to run after the commit
 */
export async function recordPlanEvent(
  stores: PlanStores,
  accountId: AccountId,
  source: PlanSource,
  event: PlanEvent,
  nowMs: number,
): Promise<Effect[]> {
  const recorded = await stores.plans.record(accountId, source, event);
  if (recorded.outcome !== 'recorded') return [];
  const { premiumUntilMs } = recorded.plan;
  if (premiumUntilMs !== undefined && premiumUntilMs > nowMs) {
    const later = { runAtMs: premiumUntilMs, key: `plan-${accountId}` };
    await stores.jobs.add('planLapsed', { accountId }, later);
  }
  return await announcePlan(stores, accountId);
}

/** Tried for weeks, with up to six hours between: so long may Stripe be away, or its key be wrong. */
const ENDING_ATTEMPTS = 200;

/** Has everything ended that a customer pays for or is about to pay for (PLAN-14). */
export async function endPayments(stores: Pick<Stores, 'jobs'>, customerId: string): Promise<void> {
  await stores.jobs.add('endSubscriptions', { customerId }, { maxAttempts: ENDING_ATTEMPTS });
}

export interface MonthsChange {
  accountId: AccountId;
  source: GrantSource;
  /** New with each change; a retry of the same one carries the same. */
  id: string;
  nowMs: number;
}

/** In a transaction: whole months of Premium without payment (PLAN-5). Returns the effects to run after the commit. */
export async function grantMonths(
  stores: PlanStores,
  { accountId, source, id, nowMs }: MonthsChange,
  months: number,
): Promise<Effect[]> {
  const event = { kind: 'granted', id: `${source}-${id}`, atMs: nowMs, source, months } as const;
  return await recordPlanEvent(stores, accountId, source, event, nowMs);
}

/** In a transaction: takes back what is left of the months of one source (PLAN-5). */
export async function endMonths(
  stores: PlanStores,
  { accountId, source, id, nowMs }: MonthsChange,
): Promise<Effect[]> {
  const event = { kind: 'ended', id: `${source}-${id}`, atMs: nowMs, source } as const;
  return await recordPlanEvent(stores, accountId, source, event, nowMs);
}
