import { randomUUID } from 'node:crypto';

const DAY_S = 86_400;

const seconds = (ms: number): number => Math.floor(ms / 1_000);

function envelope(type: string, object: object, createdMs: number): string {
  return JSON.stringify({
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    type,
    created: seconds(createdMs),
    livemode: false,
    data: { object },
  });
}

export interface SubscriptionWords {
  customer: string;
  id?: string;
  status?: string;
  createdMs?: number;
  startMs?: number;
  endMs?: number;
  cancelAtPeriodEnd?: boolean;
  endedMs?: number | null;
}

/** `customer.subscription.…` as Stripe writes it: a month from now, unless told otherwise. */
export function subscriptionEvent(
  change: 'created' | 'updated' | 'deleted',
  words: SubscriptionWords,
): string {
  const nowMs = Date.now();
  const { createdMs = nowMs, startMs = nowMs, endMs = nowMs + 30 * DAY_S * 1_000, endedMs = null } = words;
  const period = { current_period_start: seconds(startMs), current_period_end: seconds(endMs) };
  const subscription = {
    id: words.id ?? 'sub_1',
    object: 'subscription',
    customer: words.customer,
    status: words.status ?? 'active',
    cancel_at_period_end: words.cancelAtPeriodEnd ?? false,
    cancel_at: null,
    ended_at: endedMs === null ? null : seconds(endedMs),
    items: { object: 'list', data: [{ id: 'si_1', object: 'subscription_item', ...period }] },
  };
  return envelope(`customer.subscription.${change}`, subscription, createdMs);
}

/** `invoice.paid` or `invoice.payment_failed` for a subscription. */
export function invoiceEvent(
  change: 'paid' | 'payment_failed',
  words: { customer: string; subscription?: string | null; endMs: number; createdMs?: number },
): string {
  const { customer, subscription = 'sub_1', endMs, createdMs = Date.now() } = words;
  const invoice = {
    id: 'in_1',
    object: 'invoice',
    customer,
    parent: subscription === null ? null : { subscription_details: { subscription } },
    lines: { object: 'list', data: [{ period: { start: seconds(createdMs), end: seconds(endMs) } }] },
  };
  return envelope(`invoice.${change}`, invoice, createdMs);
}

/** One of the many that nothing is done about. */
export function otherEvent(customer: string): string {
  return envelope('customer.updated', { id: customer, object: 'customer' }, Date.now());
}
