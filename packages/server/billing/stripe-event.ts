import type { PlanEvent, SubscriptionStatus } from '@parley/core';
import { z } from 'zod';

/** What Stripe's ids look like; they become keys of ours. */
const Id = z.string().regex(/^[\w-]{1,200}$/);
/** Stripe's times are whole seconds; none of them lies beyond the year 3000. */
const Seconds = z.int().min(0).max(32_503_680_000);
/** A reference is an id, or the thing itself where somebody asked for it to be expanded. */
const Reference = z
  .union([Id, z.object({ id: Id })])
  .transform((value) => (typeof value === 'string' ? value : value.id));

/** The envelope that all of Stripe's events share. */
const Envelope = z.object({
  id: Id,
  type: z.string().max(200),
  created: Seconds,
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

const STATUSES = new Set<string>([
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] satisfies SubscriptionStatus[]);

function isStatus(status: string): status is SubscriptionStatus {
  return STATUSES.has(status);
}

const Period = z.object({ current_period_start: Seconds, current_period_end: Seconds });

const Subscription = z.object({
  id: Id,
  customer: Reference,
  status: z.string(),
  cancel_at_period_end: z.boolean(),
  cancel_at: Seconds.nullish(),
  ended_at: Seconds.nullish(),
  // Since 2025 a period belongs to an item; before, to the subscription.
  items: z.object({ data: z.array(Period.partial()) }).optional(),
  ...Period.partial().shape,
});

const Invoice = z.object({
  id: Id,
  customer: Reference,
  // Since 2025 below `parent`; before, beside the rest.
  subscription: Reference.nullish(),
  parent: z
    .object({ subscription_details: z.object({ subscription: Reference.nullish() }).nullish() })
    .nullish(),
  lines: z.object({ data: z.array(z.object({ period: z.object({ end: Seconds }) })) }),
});

/** What a genuine message comes to. */
export type StripeReading =
  /** About a plan: of whoever this customer is here. */
  | { kind: 'event'; customerId: string; isLive: boolean; event: PlanEvent }
  /** Nothing that we use. */
  | { kind: 'other' }
  /** One that we should understand and do not: Stripe shows it to the operator, and tries again. */
  | { kind: 'unreadable'; why: string };

type Envelope = z.infer<typeof Envelope>;

const toMs = (seconds: number): number => seconds * 1_000;

function fromSubscription({ id, created, livemode, data }: Envelope): StripeReading {
  const subscription = Subscription.parse(data.object);
  const periods = [subscription, ...(subscription.items?.data ?? [])];
  const ends = periods.flatMap(({ current_period_end: end }) => end ?? []);
  const starts = periods.flatMap(({ current_period_start: start }) => start ?? []);
  const periodEndMs = toMs(Math.max(...ends, created));
  const { status } = subscription;
  const endedAt = subscription.ended_at ?? null;
  // The portal may say when instead of that: a day within the period ends it like the period's own end.
  const cancelAt = subscription.cancel_at ?? Infinity;
  return {
    kind: 'event',
    customerId: subscription.customer,
    isLive: livemode,
    event: {
      kind: 'subscription',
      id,
      atMs: toMs(created),
      subscriptionId: subscription.id,
      status: isStatus(status) ? status : 'other',
      periodStartMs: starts.length === 0 ? toMs(created) : toMs(Math.max(...starts)),
      periodEndMs,
      cancelAtPeriodEnd: subscription.cancel_at_period_end || toMs(cancelAt) <= periodEndMs,
      endedAtMs: endedAt === null ? null : toMs(endedAt),
    },
  };
}

function fromInvoice(envelope: Envelope, kind: 'paid' | 'paymentFailed'): StripeReading {
  const invoice = Invoice.parse(envelope.data.object);
  const subscriptionId = invoice.parent?.subscription_details?.subscription ?? invoice.subscription;
  const ends = invoice.lines.data.map(({ period }) => period.end);
  // Something else that this customer has bought.
  if (typeof subscriptionId !== 'string' || ends.length === 0) return { kind: 'other' };
  return {
    kind: 'event',
    customerId: invoice.customer,
    isLive: envelope.livemode,
    event: {
      kind,
      id: envelope.id,
      atMs: toMs(envelope.created),
      subscriptionId,
      untilMs: toMs(Math.max(...ends)),
    },
  };
}

function fromEnvelope(envelope: Envelope): StripeReading {
  switch (envelope.type) {
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
    case 'customer.subscription.paused':
    case 'customer.subscription.resumed':
      return fromSubscription(envelope);
    case 'invoice.paid':
      return fromInvoice(envelope, 'paid');
    case 'invoice.payment_failed':
      return fromInvoice(envelope, 'paymentFailed');
    default:
      return { kind: 'other' };
  }
}

/** Reads the text of a message that is known to be Stripe's. Never throws. */
export function readStripeEvent(text: string): StripeReading {
  try {
    const json: unknown = JSON.parse(text);
    return fromEnvelope(Envelope.parse(json));
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message.slice(0, 500) : 'unknown' };
  }
}
