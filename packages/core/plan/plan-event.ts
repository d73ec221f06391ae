/** What Stripe says of a subscription; a status that Stripe may yet invent counts as `other` and entitles to nothing new. */
export type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'unpaid'
  | 'paused'
  | 'canceled'
  | 'other';

/** Who gave months that nobody pays for: an administrator, or the pretend checkout of the demo. */
export type GrantSource = 'admin' | 'demo';

interface Happened {
  /** The source's own id of the event: the same id is the same event, however often it is told. */
  id: string;
  /** When it happened, by the clock of whoever tells it (Stripe counts whole seconds). */
  atMs: number;
}

/** A subscription as it was at that moment. */
export interface SubscriptionSeen extends Happened {
  kind: 'subscription';
  subscriptionId: string;
  status: SubscriptionStatus;
  periodStartMs: number;
  periodEndMs: number;
  cancelAtPeriodEnd: boolean;
  endedAtMs: number | null;
}

/** An invoice of a subscription was paid, or could not be, for the time up to `untilMs`. */
export interface PaymentSeen extends Happened {
  kind: 'paid' | 'paymentFailed';
  subscriptionId: string;
  untilMs: number;
}

/** Months given without payment; `ended` takes back what is left of those of the same source. */
export type Grant =
  | (Happened & { kind: 'granted'; source: GrantSource; months: number })
  | (Happened & { kind: 'ended'; source: GrantSource });

/** Everything that has ever happened to one account's Premium is a set of these. */
export type PlanEvent = SubscriptionSeen | PaymentSeen | Grant;
