import { foldPlan } from '@parley/core';
import type { FoldedPlan, PlanEvent } from '@parley/core';
import type { AccountId } from '@parley/protocol';
import { sql } from 'kysely';
import type { Policy } from '../ports.ts';
import type { Connection } from './database.ts';
import { VERIFIED_UNTIL } from './plan-row.ts';

export type PlanStore = ReturnType<typeof createPlanStore>;

/** Who tells of an event. */
export type PlanSource = 'stripe' | 'admin' | 'demo';

/** `known`: the same event was stored before (PLAN-4). `nobody`: there is no such account (any more). */
export type Recorded =
  | { outcome: 'recorded'; plan: FoldedPlan }
  | { outcome: 'known' }
  | { outcome: 'nobody' };

/** Premium: what happened, and what it comes to (PLAN-3). */
export function createPlanStore(db: Connection, policy: Policy) {
  const verifiedUntil = sql<Date | null>`${sql.raw(VERIFIED_UNTIL[policy.verifiedBy])}`;

  const load = async (accountId: AccountId): Promise<FoldedPlan> => {
    const rows = await db
      .selectFrom('plan_events')
      .select('event')
      .where('account_id', '=', accountId)
      .execute();
    // Trust border: only `record` writes this column, and only such events.
    return foldPlan(rows.map(({ event }) => event as PlanEvent));
  };

  return {
    load,

    /**
     * In a transaction: stores one event and what all of them come to. The account's row is locked first, so that of
     * two events at once the second sees the first.
     */
    async record(accountId: AccountId, source: PlanSource, event: PlanEvent): Promise<Recorded> {
      const account = await db
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', accountId)
        .where('deleted_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (account === undefined) return { outcome: 'nobody' };
      const stored = await db
        .insertInto('plan_events')
        .values({
          id: event.id,
          account_id: accountId,
          source,
          occurred_at: new Date(event.atMs),
          event: JSON.stringify(event),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (stored.numInsertedOrUpdatedRows !== 1n) return { outcome: 'known' };
      const plan = await load(accountId);
      await db
        .updateTable('accounts')
        .set({
          premium_until: plan.premiumUntilMs === undefined ? null : new Date(plan.premiumUntilMs),
          premium_renews: plan.source === 'subscription' && plan.subscription?.state === 'renewing',
        })
        .where('id', '=', accountId)
        .execute();
      // A statement of its own: it reads what the one before has written.
      await db
        .updateTable('accounts')
        .set({ verified_until: verifiedUntil })
        .where('id', '=', accountId)
        .execute();
      return { outcome: 'recorded', plan };
    },

    /** At the start of a node: brings every badge in line with VERIFIED_BY, which may have changed (PLAN-13). */
    async applyPolicy(): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ verified_until: verifiedUntil })
        .where('verified_until', 'is distinct from', verifiedUntil)
        .execute();
    },

    /** Who pays under this name at the payment provider. */
    async findByCustomer(customerId: string): Promise<AccountId | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select('id')
        .where('billing_customer_id', '=', customerId)
        .executeTakeFirst();
      return row?.id;
    },

    async loadCustomer(accountId: AccountId): Promise<string | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select('billing_customer_id')
        .where('id', '=', accountId)
        .executeTakeFirst();
      return row?.billing_customer_id ?? undefined;
    },

    /** In the transaction that deletes the account: a checkout that is being begun is seen, or finds nobody (PLAN-14). */
    async claimCustomer(accountId: AccountId): Promise<string | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select('billing_customer_id')
        .where('id', '=', accountId)
        .forUpdate()
        .executeTakeFirst();
      return row?.billing_customer_id ?? undefined;
    },

    /**
     * Before the person is sent to pay: whatever is told about the customer must find its account. False: the account
     * was deleted a moment ago, and nothing is written.
     */
    async saveCustomer(accountId: AccountId, customerId: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ billing_customer_id: customerId })
        .where('id', '=', accountId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
