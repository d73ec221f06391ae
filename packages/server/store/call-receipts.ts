import type { AccountId, CallId, CallRating, CallReceipt } from '@parley/protocol';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type CallReceiptStore = ReturnType<typeof createCallReceiptStore>;

/** Of a call that was answered, by one of the two, while they have it in their history. */
const OWN_CALL = `
  select id, $1::uuid from calls
  where id = $2 and accepted_at is not null
    and ((caller_id = $1 and not hidden_from_caller) or (callee_id = $1 and not hidden_from_callee))`;

const saveReceipt = statement<{ call_id: CallId }, [AccountId, CallId, string]>(`
  insert into call_receipts (call_id, account_id, receipt)
  select own.id, own.account_id, $3::jsonb from (${OWN_CALL}) as own (id, account_id)
  on conflict (call_id, account_id) do update set receipt = excluded.receipt
  returning call_id`);

const saveRating = statement<{ call_id: CallId }, [AccountId, CallId, CallRating]>(`
  insert into call_receipts (call_id, account_id, rating)
  select own.id, own.account_id, $3 from (${OWN_CALL}) as own (id, account_id)
  on conflict (call_id, account_id) do update set rating = excluded.rating
  returning call_id`);

/** How a call went for one of the two, and what they say of it (CALL-35). */
export function createCallReceiptStore(db: Connection) {
  return {
    /** False: no such call of theirs. */
    async saveReceipt(accountId: AccountId, callId: CallId, receipt: CallReceipt): Promise<boolean> {
      return (await saveReceipt(db, accountId, callId, JSON.stringify(receipt))).length === 1;
    },

    /** False: no such call of theirs. */
    async saveRating(accountId: AccountId, callId: CallId, rating: CallRating): Promise<boolean> {
      return (await saveRating(db, accountId, callId, rating)).length === 1;
    },
  };
}
