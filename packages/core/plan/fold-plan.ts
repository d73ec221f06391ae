import { addMonths } from './add-months.ts';
import { foldSubscription } from './fold-subscription.ts';
import type { SubscriptionPlan } from './fold-subscription.ts';
import type { Grant, GrantSource, PaymentSeen, PlanEvent, SubscriptionSeen } from './plan-event.ts';

/** What all the events of an account come to (docs/spec/plan.md). It names moments, so it needs no clock. */
export interface FoldedPlan {
  /** Premium holds before this moment; undefined: there never was any. */
  premiumUntilMs: number | undefined;
  /** What gives the latest of it. */
  source: 'subscription' | GrantSource | undefined;
  /** The subscription that lasts longest; undefined: there never was one. */
  subscription: SubscriptionPlan | undefined;
}

const SOURCES: readonly GrantSource[] = ['admin', 'demo'];

/** By time; where two happened in the same moment, what ends comes after what gives. */
function inOrder(one: Grant, other: Grant): number {
  if (one.atMs !== other.atMs) return one.atMs - other.atMs;
  if (one.kind !== other.kind) return one.kind === 'ended' ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}

/** Months add up: a grant begins where the one before it ends (PLAN-5). */
function foldGrants(grants: readonly Grant[]): number | undefined {
  let untilMs: number | undefined;
  for (const grant of grants.toSorted(inOrder)) {
    if (grant.kind === 'granted')
      untilMs = addMonths(Math.max(untilMs ?? grant.atMs, grant.atMs), grant.months);
    else if (untilMs !== undefined) untilMs = Math.min(untilMs, grant.atMs);
  }
  return untilMs;
}

function isGrant(event: PlanEvent): event is Grant {
  return event.kind === 'granted' || event.kind === 'ended';
}

function foldSubscriptions(
  events: readonly (SubscriptionSeen | PaymentSeen)[],
): SubscriptionPlan | undefined {
  const ids = [...new Set(events.map(({ subscriptionId }) => subscriptionId))];
  const plans = ids.map((id) =>
    foldSubscription(
      id,
      events.filter(({ subscriptionId }) => subscriptionId === id),
    ),
  );
  return plans.toSorted(
    (one, other) =>
      (other.untilMs ?? 0) - (one.untilMs ?? 0) || (one.subscriptionId < other.subscriptionId ? -1 : 1),
  )[0];
}

/**
 * What an account's events come to: the same for every order in which they came, however often each was told (PLAN-3).
 *
 * @param events all that is known of one account; an id that comes twice counts once
 */
export function foldPlan(events: readonly PlanEvent[]): FoldedPlan {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  const subscription = foldSubscriptions(once.filter((event) => !isGrant(event)));
  const ends = SOURCES.map((source) => ({
    source,
    untilMs: foldGrants(once.filter(isGrant).filter((grant) => grant.source === source)),
  }));
  const latest = [{ source: 'subscription' as const, untilMs: subscription?.untilMs }, ...ends]
    .filter((end) => end.untilMs !== undefined)
    .toSorted((one, other) => (other.untilMs ?? 0) - (one.untilMs ?? 0))[0];
  return { premiumUntilMs: latest?.untilMs, source: latest?.source, subscription };
}
