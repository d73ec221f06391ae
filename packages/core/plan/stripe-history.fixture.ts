import * as fc from 'fast-check';
import { addMonths } from './add-months.ts';
import { RENEWAL_LEEWAY_MS } from './fold-subscription.ts';
import type { PlanEvent, SubscriptionSeen, SubscriptionStatus } from './plan-event.ts';

/** A story of one subscription as Stripe would tell it, and what a bookkeeper who saw it happen says at its end. */
export interface StripeStory {
  events: PlanEvent[];
  expectedUntilMs: number | undefined;
}

/** What happens in one month of a subscription's life. */
type Chapter = 'renews' | 'failsThenPaid' | 'failsForGood' | 'cancelsAtPeriodEnd' | 'cancelsNow';

const CHAPTERS: readonly Chapter[] = [
  ...(['renews', 'failsThenPaid', 'failsForGood', 'cancelsAtPeriodEnd', 'cancelsNow'] as const),
];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Stripe counts whole seconds. */
const BEGIN_MS = Date.UTC(2026, 0, 31, 9, 30);

/** Writes down what Stripe tells, and keeps the books beside it: forward in time, as it happens. */
class Stripe {
  readonly events: PlanEvent[] = [];
  readonly #id: string;
  #count = 0;
  #startMs: number;
  #endMs: number;
  untilMs: number | undefined;
  isOver = false;

  constructor(id: string, startMs: number) {
    this.#id = id;
    this.#startMs = startMs;
    this.#endMs = addMonths(startMs, 1);
  }

  #tell(atMs: number, status: SubscriptionStatus, more: Partial<SubscriptionSeen> = {}): void {
    this.events.push({
      ...{ kind: 'subscription', id: this.#nextId(), atMs, subscriptionId: this.#id, status },
      ...{
        periodStartMs: this.#startMs,
        periodEndMs: this.#endMs,
        cancelAtPeriodEnd: false,
        endedAtMs: null,
      },
      ...more,
    });
  }

  #invoice(atMs: number, kind: 'paid' | 'paymentFailed'): void {
    const id = this.#nextId();
    this.events.push({ kind, id, atMs, subscriptionId: this.#id, untilMs: this.#endMs });
  }

  #nextId(): string {
    this.#count += 1;
    // Ids say nothing of the order: the middle of the alphabet comes first.
    return `${(this.#count * 7919) % 1_000}-${this.#count}-${this.#id}`;
  }

  begin(): void {
    this.#tell(this.#startMs, 'incomplete');
    // All in the same second, as a checkout does.
    this.#invoice(this.#startMs, 'paid');
    this.#tell(this.#startMs, 'active');
    this.untilMs = this.#endMs + RENEWAL_LEEWAY_MS;
  }

  live(chapter: Chapter): void {
    const turnMs = this.#endMs;
    switch (chapter) {
      case 'renews':
        this.#nextPeriod();
        this.#tell(turnMs, 'active');
        this.#invoice(turnMs + HOUR_MS, 'paid');
        this.untilMs = this.#endMs + RENEWAL_LEEWAY_MS;
        return;
      case 'failsThenPaid':
        this.#failToRenew(turnMs);
        this.#invoice(turnMs + DAY_MS, 'paid');
        this.#tell(turnMs + DAY_MS, 'active');
        this.untilMs = this.#endMs + RENEWAL_LEEWAY_MS;
        return;
      case 'failsForGood':
        this.#failToRenew(turnMs);
        this.#invoice(turnMs + 5 * DAY_MS, 'paymentFailed');
        this.#tell(turnMs + 14 * DAY_MS, 'canceled', { endedAtMs: turnMs + 14 * DAY_MS });
        this.#over(turnMs + RENEWAL_LEEWAY_MS);
        return;
      case 'cancelsAtPeriodEnd':
        this.#tell(turnMs - 20 * DAY_MS, 'active', { cancelAtPeriodEnd: true });
        this.#tell(turnMs, 'canceled', { cancelAtPeriodEnd: true, endedAtMs: turnMs });
        this.#over(turnMs);
        return;
      case 'cancelsNow': {
        const nowMs = turnMs - 10 * DAY_MS;
        this.#tell(nowMs, 'canceled', { endedAtMs: nowMs });
        this.#over(nowMs);
      }
    }
  }

  #nextPeriod(): void {
    this.#startMs = this.#endMs;
    this.#endMs = addMonths(this.#startMs, 1);
  }

  /** Stripe begins the new period at once, tries an hour later, and calls it past due in the same second. */
  #failToRenew(turnMs: number): void {
    this.#nextPeriod();
    this.#tell(turnMs, 'active');
    this.#invoice(turnMs + HOUR_MS, 'paymentFailed');
    this.#tell(turnMs + HOUR_MS, 'past_due');
    this.untilMs = turnMs + RENEWAL_LEEWAY_MS;
  }

  #over(untilMs: number): void {
    this.untilMs = untilMs;
    this.isOver = true;
  }
}

function tellStory(id: string, startMs: number, chapters: readonly Chapter[]): StripeStory {
  const stripe = new Stripe(id, startMs);
  stripe.begin();
  for (const chapter of chapters) {
    if (!stripe.isOver) stripe.live(chapter);
  }
  return { events: stripe.events, expectedUntilMs: stripe.untilMs };
}

/** One subscription, from its checkout to wherever the story stops. */
export const stripeStory: fc.Arbitrary<StripeStory> = fc
  .tuple(fc.nat(400), fc.array(fc.constantFrom(...CHAPTERS), { maxLength: 6 }))
  .map(([days, chapters]) => tellStory(`sub_${days}`, BEGIN_MS + days * DAY_MS, chapters));

/** Months that somebody gave, and took back. */
const grants: fc.Arbitrary<PlanEvent[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('granted', 'granted', 'ended'),
      source: fc.constantFrom('admin', 'demo'),
      day: fc.nat(600),
      months: fc.integer({ min: 1, max: 24 }),
    }),
    { maxLength: 5 },
  )
  .map((given) =>
    given.map(({ kind, source, day, months }, index): PlanEvent => {
      const happened = { id: `grant-${index}`, atMs: BEGIN_MS + day * DAY_MS, source } as const;
      return kind === 'granted' ? { ...happened, kind, months } : { ...happened, kind: 'ended' };
    }),
  );

/** A whole account: any number of subscriptions, grants between them. */
export const planHistory: fc.Arbitrary<PlanEvent[]> = fc
  .tuple(fc.uniqueArray(stripeStory, { maxLength: 3, selector: ({ events }) => events[0]?.id }), grants)
  .map(([stories, given]) => [...stories.flatMap(({ events }) => events), ...given]);

/** The same events in another order, some of them told again. */
export function toldOtherwise<T>(events: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .subarray([...events])
    .chain((again) =>
      fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
    );
}
