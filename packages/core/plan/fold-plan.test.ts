import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths } from './add-months.ts';
import { foldPlan } from './fold-plan.ts';
import { RENEWAL_LEEWAY_MS } from './fold-subscription.ts';
import type { PlanEvent, SubscriptionSeen } from './plan-event.ts';
import { planHistory, stripeStory, toldOtherwise } from './stripe-history.fixture.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

let count = 0;
const granted = (day: string, months: number, source: 'admin' | 'demo' = 'admin'): PlanEvent => {
  count += 1;
  return { kind: 'granted', id: `g${count}`, atMs: at(day), source, months };
};
const ended = (day: string, source: 'admin' | 'demo' = 'admin'): PlanEvent => {
  count += 1;
  return { kind: 'ended', id: `e${count}`, atMs: at(day), source };
};
const seen = (day: string, more: Partial<SubscriptionSeen> = {}): SubscriptionSeen => {
  count += 1;
  return {
    ...{ kind: 'subscription', id: `s${count}`, atMs: at(day), subscriptionId: 'sub', status: 'active' },
    ...{ periodStartMs: at('2026-01-01'), periodEndMs: at('2026-02-01') },
    ...{ cancelAtPeriodEnd: false, endedAtMs: null },
    ...more,
  };
};
const invoice = (kind: 'paid' | 'paymentFailed', day: string, until: string): PlanEvent => {
  count += 1;
  return { kind, id: `i${count}`, atMs: at(day), subscriptionId: 'sub', untilMs: at(until) };
};
const leeway = (day: string): number => at(day) + RENEWAL_LEEWAY_MS;
const until = (...events: PlanEvent[]): number | undefined => foldPlan(events).premiumUntilMs;

describe('in any order and with repeats', () => {
  test('PLAN-3, PLAN-4: every order of the same events, each told any number of times, comes to the same', () => {
    fc.assert(
      fc.property(
        planHistory.chain((events) => fc.tuple(fc.constant(events), toldOtherwise(events))),
        ([events, otherwise]) => {
          expect(foldPlan(otherwise)).toEqual(foldPlan(events));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('PLAN-3, PLAN-6: it is what a bookkeeper who saw it happen says, however it is told', () => {
    fc.assert(
      fc.property(
        stripeStory.chain((story) =>
          fc.tuple(fc.constant(story.expectedUntilMs), toldOtherwise(story.events)),
        ),
        ([expectedUntilMs, otherwise]) => {
          expect(foldPlan(otherwise).premiumUntilMs).toBe(expectedUntilMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('PLAN-5: more months never shorten what is there', () => {
    fc.assert(
      fc.property(planHistory, fc.integer({ min: 1, max: 12 }), fc.nat(600), (events, months, day) => {
        const gift: PlanEvent = {
          ...{ kind: 'granted', id: 'gift', source: 'admin', months },
          atMs: at('2026-01-31') + day * 86_400_000,
        };
        const before = foldPlan(events).premiumUntilMs ?? 0;
        const endsSomething = events.some(({ kind }) => kind === 'ended');
        const after = foldPlan([...events, gift]).premiumUntilMs ?? 0;
        if (!endsSomething) expect(after).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe('months that are given', () => {
  test('PLAN-5: begin where those before them end, or at once where there are none', () => {
    expect(until()).toBeUndefined();
    expect(until(granted('2026-03-10', 1))).toBe(at('2026-04-10'));
    expect(until(granted('2026-03-10', 1), granted('2026-03-20', 2))).toBe(at('2026-06-10'));
    expect(until(granted('2026-03-10', 1), granted('2026-08-01', 1))).toBe(at('2026-09-01'));
  });

  test('PLAN-5: can be taken back, from their own source only, and given again', () => {
    expect(until(granted('2026-03-10', 6), ended('2026-04-01'))).toBe(at('2026-04-01'));
    expect(until(granted('2026-03-10', 1), ended('2026-08-01'))).toBe(at('2026-04-10'));
    expect(until(granted('2026-03-10', 6), ended('2026-04-01', 'demo'))).toBe(at('2026-09-10'));
    expect(until(granted('2026-03-10', 6), ended('2026-04-01'), granted('2026-05-01', 1))).toBe(
      at('2026-06-01'),
    );
    expect(until(ended('2026-04-01'))).toBeUndefined();
  });

  test('PLAN-5: the later of a subscription and given months counts', () => {
    expect(foldPlan([granted('2026-01-10', 12), seen('2026-01-01')])).toMatchObject({
      premiumUntilMs: at('2027-01-10'),
      source: 'admin',
      subscription: { state: 'renewing' },
    });
    expect(foldPlan([granted('2026-01-01', 1, 'demo'), seen('2026-01-01')])).toMatchObject({
      premiumUntilMs: leeway('2026-02-01'),
      source: 'subscription',
    });
  });

  test('a calendar month ends on the same day, or on the last one of a shorter month', () => {
    expect(addMonths(at('2026-01-31'), 1)).toBe(at('2026-02-28'));
    expect(addMonths(at('2028-01-31'), 1)).toBe(at('2028-02-29'));
    expect(addMonths(at('2026-12-15'), 2)).toBe(at('2027-02-15'));
    expect(addMonths(at('2026-05-05'), 120)).toBe(at('2036-05-05'));
  });
});

describe('a subscription', () => {
  test('PLAN-6: goes on three days past what is paid, so that a late renewal takes nothing away', () => {
    expect(until(seen('2026-01-01'))).toBe(leeway('2026-02-01'));
    expect(foldPlan([seen('2026-01-01')]).subscription).toMatchObject({
      state: 'renewing',
      paidUntilMs: at('2026-02-01'),
    });
  });

  test('PLAN-6: set to end it ends with what is paid; ended at once it ends then', () => {
    const begun = seen('2026-01-01');
    const ending = seen('2026-01-05', { cancelAtPeriodEnd: true });
    expect(foldPlan([begun, ending])).toMatchObject({
      premiumUntilMs: at('2026-02-01'),
      subscription: { state: 'ending' },
    });
    expect(until(begun, ending, seen('2026-01-06'))).toBe(leeway('2026-02-01'));
    const over = seen('2026-01-07', { status: 'canceled', endedAtMs: at('2026-01-07') });
    expect(until(over, begun, ending)).toBe(at('2026-01-07'));
  });

  test('PLAN-6: a failed payment leaves three days, a later one brings the month back', () => {
    const renewed = seen('2026-02-01', { periodStartMs: at('2026-02-01'), periodEndMs: at('2026-03-01') });
    const failed = invoice('paymentFailed', '2026-02-02', '2026-03-01');
    const paid = invoice('paid', '2026-02-04', '2026-03-01');
    expect(foldPlan([renewed, failed])).toMatchObject({
      premiumUntilMs: leeway('2026-02-01'),
      subscription: { state: 'pastDue' },
    });
    expect(until(renewed, failed, paid)).toBe(leeway('2026-03-01'));
    expect(until({ ...renewed, atMs: at('2026-02-04') }, failed)).toBe(leeway('2026-03-01'));
  });

  test('PLAN-6: left unpaid, paused or never begun it gives nothing more', () => {
    const paid = invoice('paid', '2026-01-01', '2026-02-01');
    const later = { periodStartMs: at('2026-04-01'), periodEndMs: at('2026-05-01') };
    for (const status of ['unpaid', 'paused'] as const) {
      expect(until(paid, seen('2026-04-01', { status, ...later }))).toBe(at('2026-02-01'));
    }
    expect(until(paid, seen('2026-04-01', { status: 'past_due', ...later }))).toBe(leeway('2026-02-01'));
    expect(until(seen('2026-01-01', { status: 'incomplete' }))).toBeUndefined();
    expect(until(seen('2026-01-02', { status: 'incomplete_expired' }))).toBeUndefined();
    expect(until(seen('2026-01-02', { status: 'other' }))).toBeUndefined();
  });

  test('PLAN-3: what is final stays, whatever comes late; a payment alone says enough', () => {
    const over = seen('2026-01-07', { status: 'canceled', endedAtMs: at('2026-01-07') });
    // A clock of Stripe's that runs ahead does not bring a dead subscription back.
    expect(until(over, seen('2026-01-08'))).toBe(at('2026-01-07'));
    expect(until(invoice('paid', '2026-01-01', '2026-02-01'))).toBe(leeway('2026-02-01'));
    expect(until(invoice('paymentFailed', '2026-01-01', '2026-02-01'))).toBeUndefined();
  });
});
