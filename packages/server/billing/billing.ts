import type { Config } from '../config.ts';
import type { Billing, Clock, Log } from '../ports.ts';
import { createStripeBilling } from './stripe.ts';

/** How Premium is had here (PLAN-10, PLAN-11): the pretend checkout only on somebody's own machine, and never beside Stripe. */
export function createBilling(
  { stripe, mode, local }: Pick<Config, 'stripe' | 'mode' | 'local'>,
  clock: Clock,
  log: Log,
): Billing {
  if (stripe !== undefined) return createStripeBilling(stripe, clock, log);
  return { kind: mode === 'demo' && local ? 'demo' : 'none' };
}
