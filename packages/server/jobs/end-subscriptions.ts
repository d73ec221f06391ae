import type { Task } from './task.ts';

/** Whose account is gone pays for nothing any more (PLAN-14). Tried again while Stripe does not answer. */
export const endSubscriptions: Task<'endSubscriptions'> = async ({ billing, log }, { customerId }) => {
  if (billing.kind === 'stripe') return await billing.endSubscriptions(customerId);
  log.warn(
    { customerId },
    'a subscription has to be ended in the dashboard of Stripe: its keys are gone here',
  );
};
