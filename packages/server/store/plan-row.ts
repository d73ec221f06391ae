import { RENEWAL_LEEWAY_MS } from '@parley/core';
import type { PlanState } from '@parley/protocol';
import type { Policy } from '../ports.ts';

/** The fold of an account's plan events, as its row keeps it. */
export interface PlanRow {
  premium_until: Date | null;
  premium_renews: boolean;
  has_premium: boolean;
}

/** Whether the Premium of this alias of `accounts` counts, by the database's clock: what is shown is what is judged. */
export function hasPremium(alias: string): string {
  return `coalesce(${alias}.premium_until > now(), false)`;
}

/** What one has. Where it renews, the moment of that is told, not the leeway after it (PLAN-6). */
export function toPlanState(row: PlanRow): PlanState {
  const { premium_until: until, premium_renews: renews, has_premium: premium } = row;
  if (until === null) return { premium: false, untilMs: null, renews: false };
  const untilMs = until.getTime();
  return {
    premium,
    untilMs: renews ? untilMs - RENEWAL_LEEWAY_MS : untilMs,
    renews,
  };
}

/** An administrator's badge does not run out. */
const BY_ADMIN = `case when verified_at is not null then timestamptz '9999-12-31' end`;

/** PLAN-13: until when the badge counts, as an expression over a row of `accounts`. */
export const VERIFIED_UNTIL: Record<Policy['verifiedBy'], string> = {
  admin: BY_ADMIN,
  subscription: 'premium_until',
  both: `greatest(${BY_ADMIN}, premium_until)`,
};
