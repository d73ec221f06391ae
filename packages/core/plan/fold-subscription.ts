import type { PaymentSeen, SubscriptionSeen, SubscriptionStatus } from './plan-event.ts';

/** One subscription, as far as its events tell. */
export interface SubscriptionPlan {
  subscriptionId: string;
  /**
   * `renewing`: goes on by itself. `ending`: paid for, and ends then. `pastDue`: a payment failed and Stripe tries
   * again. `over`: ended, or never begun.
   */
  state: 'renewing' | 'ending' | 'pastDue' | 'over';
  /** The end of what is paid for; undefined: nothing was. */
  paidUntilMs: number | undefined;
  /** Until when it gives Premium: the leeway is in it; undefined: it never did. */
  untilMs: number | undefined;
}

/**
 * How much longer than it is paid for a subscription that goes on gives Premium: a renewal that is told late, or a
 * card that fails once, takes Premium from nobody (PLAN-6).
 */
export const RENEWAL_LEEWAY_MS = 3 * 24 * 60 * 60 * 1_000;

/** Where Stripe's whole seconds leave the order open, the further of two is the later. */
const PROGRESS: Record<SubscriptionStatus, number> = {
  incomplete: 0,
  trialing: 1,
  past_due: 2,
  active: 3,
  other: 4,
  paused: 5,
  unpaid: 6,
  // Final: nothing comes after these, whatever the clock says.
  incomplete_expired: 7,
  canceled: 8,
};

function isFinal({ status }: SubscriptionSeen): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

function isLater(one: SubscriptionSeen, other: SubscriptionSeen): boolean {
  if (isFinal(one) !== isFinal(other)) return isFinal(one);
  if (one.atMs !== other.atMs) return one.atMs > other.atMs;
  if (one.periodEndMs !== other.periodEndMs) return one.periodEndMs > other.periodEndMs;
  if (one.status !== other.status) return PROGRESS[one.status] > PROGRESS[other.status];
  return one.id > other.id;
}

function latestOf(seen: readonly SubscriptionSeen[]): SubscriptionSeen | undefined {
  return seen.reduce<SubscriptionSeen | undefined>(
    (latest, one) => (latest === undefined || isLater(one, latest) ? one : latest),
    undefined,
  );
}

function furthest(payments: readonly PaymentSeen[]): number | undefined {
  return payments.length === 0 ? undefined : Math.max(...payments.map(({ untilMs }) => untilMs));
}

/** A payment failed after that, or in the same second, for a time that nobody has paid since. */
function isUnpaid(
  { atMs, periodEndMs }: SubscriptionSeen,
  paidUntilMs: number | undefined,
  failed: readonly PaymentSeen[],
): boolean {
  if (paidUntilMs !== undefined && paidUntilMs >= periodEndMs) return false;
  return failed.some((payment) => payment.atMs >= atMs && payment.untilMs >= periodEndMs);
}

type Verdict = Omit<SubscriptionPlan, 'subscriptionId'>;

const withLeeway = (paidUntilMs: number | undefined): number | undefined =>
  paidUntilMs === undefined ? undefined : paidUntilMs + RENEWAL_LEEWAY_MS;

function judge(latest: SubscriptionSeen, told: number | undefined, failed: readonly PaymentSeen[]): Verdict {
  // Before any payment has been told, what came before the running period was paid for.
  const before = told ?? latest.periodStartMs;
  switch (latest.status) {
    case 'active':
    case 'trialing': {
      if (isUnpaid(latest, told, failed)) {
        return { state: 'pastDue', paidUntilMs: before, untilMs: withLeeway(before) };
      }
      const paidUntilMs = Math.max(latest.periodEndMs, told ?? 0);
      return latest.cancelAtPeriodEnd
        ? { state: 'ending', paidUntilMs, untilMs: paidUntilMs }
        : { state: 'renewing', paidUntilMs, untilMs: withLeeway(paidUntilMs) };
    }
    case 'past_due':
      return { state: 'pastDue', paidUntilMs: before, untilMs: withLeeway(before) };
    case 'unpaid':
    case 'paused':
      return { state: 'over', paidUntilMs: before, untilMs: before };
    case 'incomplete':
    case 'other':
      return { state: told === undefined ? 'over' : 'renewing', paidUntilMs: told, untilMs: told };
    case 'canceled': {
      const endedAtMs = latest.endedAtMs ?? latest.atMs;
      const paidUntilMs = Math.min(endedAtMs, told ?? endedAtMs);
      // Stripe may give up weeks after the last payment: what was over before stays over.
      return { state: 'over', paidUntilMs, untilMs: Math.min(endedAtMs, paidUntilMs + RENEWAL_LEEWAY_MS) };
    }
    case 'incomplete_expired':
      return { state: 'over', paidUntilMs: undefined, untilMs: undefined };
  }
}

/** What the events of one subscription come to, in whatever order they are given. */
export function foldSubscription(
  subscriptionId: string,
  events: readonly (SubscriptionSeen | PaymentSeen)[],
): SubscriptionPlan {
  const seen = events.filter((event): event is SubscriptionSeen => event.kind === 'subscription');
  const payments = events.filter((event): event is PaymentSeen => event.kind !== 'subscription');
  const latest = latestOf(seen);
  const told = furthest(payments.filter(({ kind }) => kind === 'paid'));
  const failed = payments.filter(({ kind }) => kind === 'paymentFailed');
  if (latest !== undefined) return { subscriptionId, ...judge(latest, told, failed) };
  // The payment was told before the subscription: it says enough.
  const state = told === undefined ? 'over' : 'renewing';
  return { subscriptionId, state, paidUntilMs: told, untilMs: withLeeway(told) };
}
