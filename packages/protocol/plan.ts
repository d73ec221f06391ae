import * as z from 'zod/mini';

/** Whether placing calls needs Premium on this server (CON-3). */
export const PlacingRequires = z.enum(['premium', 'nobody']);
export type PlacingRequires = z.infer<typeof PlacingRequires>;

/** What one has. */
export const PlanState = z.object({
  premium: z.boolean(),
  /** When it ends or renews; null: never had it. */
  untilMs: z.nullable(z.int()),
  /** It goes on by itself at `untilMs`. */
  renews: z.boolean(),
});
export type PlanState = z.infer<typeof PlanState>;

/** A price in the smallest unit of its currency (ISO 4217). */
export const Price = z.object({ amountMinor: z.int(), currency: z.string(), interval: z.literal('month') });
export type Price = z.infer<typeof Price>;

/** What one has and what can be had here. */
export const Plan = z.object({
  state: PlanState,
  /** null: nothing can be bought here. `demo`: a pretend checkout, nothing is charged. */
  offer: z.nullable(z.object({ kind: z.enum(['stripe', 'demo']), price: z.nullable(Price) })),
  /** There is a page on which to change the payment or to cancel. */
  canManage: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;
