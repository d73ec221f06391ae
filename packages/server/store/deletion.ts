import type { AccountId } from '@parley/protocol';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { statement } from './statement.ts';

export type DeletionStore = ReturnType<typeof createDeletionStore>;

/** What the person must repeat to delete the account. */
export interface DeletionProof {
  handle: string;
  passwordHash: string;
  /** Nobody knows the password of a demo account: its handle stands for it. */
  isDemo: boolean;
}

const loadProof = statement<{ handle: string; password_hash: string; is_demo: boolean }, [AccountId]>(`
  select handle, password_hash, is_demo from accounts where id = $1 and ${isThere('accounts')}`);

/** In one order and locked, so that of the last two who leave at once the second sees that the first has gone. */
const lockAdmins = statement<{ id: AccountId }, []>(`
  select id from accounts where is_admin and ${isThere('accounts')} order by id for update`);

/**
 * What stays is an id that others' threads point to. No handle of a person contains a hyphen, so the new one is
 * nobody's and never will be.
 */
const buryAccount = statement<{ id: AccountId }, [AccountId, string, Date]>(`
  update accounts set
    handle = 'deleted-' || right(id::text, 12), display_name = $2, password_hash = '', deleted_at = $3,
    is_admin = false, is_demo = false, verified_at = null, verified_until = null,
    suspended_at = null, suspended_reason = null,
    premium_until = null, premium_renews = false, billing_customer_id = null,
    calling_enabled = false, calls_from_address_book = false, calls_from_following = false,
    calls_from_verified = false, calls_from_everyone = false, enhanced_call_privacy = false,
    preconnect = false, early_video = false, tell_busy = false,
    region = null, sync_names = false, discoverable = false,
    notify_incoming_calls = false, notify_missed_calls = false, notify_messages = false
  where id = $1 and deleted_at is null returning id`);

/** The handle itself is kept, so that it is never given away again (ACC-1), but not whose it was. */
const cutHandle = statement<object, [AccountId]>(`
  update handles set account_id = '00000000-0000-0000-0000-000000000000' where account_id = $1`);

const ERASED = [
  'delete from follows where follower_id = $1 or followee_id = $1',
  'delete from blocks where blocker_id = $1 or blocked_id = $1',
  'delete from identifiers where account_id = $1',
  'delete from contacts where owner_id = $1',
  'delete from contact_identifiers where owner_id = $1',
  'delete from suggestion_quotas where account_id = $1',
  'delete from dismissed_suggestions where account_id = $1 or person_id = $1',
  'delete from plan_events where account_id = $1',
  'delete from passkeys where account_id = $1',
  'delete from totp_secrets where account_id = $1',
  'delete from call_receipts where account_id = $1',
].map((text) => statement<object, [AccountId]>(text));

/** The end of an account, all in one transaction (ACC-12). */
export function createDeletionStore(db: Connection) {
  return {
    async loadProof(id: AccountId): Promise<DeletionProof | undefined> {
      const [row] = await loadProof(db, id);
      return row && { handle: row.handle, passwordHash: row.password_hash, isDemo: row.is_demo };
    },

    /** Locks the administrators until the end of the transaction. */
    async isLastAdmin(id: AccountId): Promise<boolean> {
      const admins = await lockAdmins(db);
      return admins.length === 1 && admins[0]?.id === id;
    },

    /** False: it was deleted a moment ago. */
    async erase(id: AccountId, displayName: string, now: Date): Promise<boolean> {
      if ((await buryAccount(db, id, displayName, now)).length === 0) return false;
      await cutHandle(db, id);
      for (const run of ERASED) await run(db, id);
      return true;
    },
  };
}
