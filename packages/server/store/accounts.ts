import type { AccountId, CallPrivacy, CallSettings, Me } from '@parley/protocol';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Policy } from '../ports.ts';
import type { Connection } from './database.ts';
import { isVerified, toPerson } from './person-row.ts';
import type { PersonRow } from './person-row.ts';
import { hasPremium, toPlanState, VERIFIED_UNTIL } from './plan-row.ts';
import type { PlanRow } from './plan-row.ts';
import type { Database } from './schema.ts';

export type AccountStore = ReturnType<typeof createAccountStore>;

export interface NewAccount {
  id: AccountId;
  /** Lower case. */
  handle: string;
  displayName: string;
  passwordHash: string;
  isDemo: boolean;
  /** `ifFirst`: only when nobody has an account yet (ACC-10). */
  admin: boolean | 'ifFirst';
}

/** One's own account, as far as the database knows it. */
export type OwnAccount = Omit<
  Me,
  'relayAvailable' | 'preconnectAvailable' | 'callsAvailable' | 'placingRequires'
>;

/** Any number will do, as long as nothing else locks it. */
const FIRST_ACCOUNT_LOCK = 7_402_001;

type OwnRow = Selectable<Database['accounts']> & PersonRow & PlanRow;

function toOwnAccount(row: OwnRow): OwnAccount {
  return {
    person: toPerson(row),
    isAdmin: row.is_admin,
    isDemo: row.is_demo,
    callSettings: {
      enabled: row.calling_enabled,
      audiences: {
        addressBook: row.calls_from_address_book,
        following: row.calls_from_following,
        verified: row.calls_from_verified,
        everyone: row.calls_from_everyone,
      },
      tellBusy: row.tell_busy,
    },
    callPrivacy: {
      enhanced: row.enhanced_call_privacy,
      preconnect: row.preconnect,
      earlyVideo: row.early_video,
    },
    plan: toPlanState(row),
    addressBook: {
      region: row.region,
      syncNames: row.sync_names,
      discoverable: row.discoverable,
    },
    notifications: {
      incomingCalls: row.notify_incoming_calls,
      missedCalls: row.notify_missed_calls,
      messages: row.notify_messages,
    },
  };
}

/** Accounts: what a person owns and sets. */
export function createAccountStore(db: Connection, policy: Policy) {
  return {
    /** In a transaction. False: the handle is or was somebody's (ACC-1), and nothing is written. */
    async create(account: NewAccount): Promise<boolean> {
      const handle = { handle: account.handle, account_id: account.id };
      const claimed = await db
        .insertInto('handles')
        .values(handle)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (claimed.numInsertedOrUpdatedRows !== 1n) return false;
      // Two first accounts at once: the second waits here until the first has committed, and then sees it.
      if (account.admin === 'ifFirst')
        await sql`select pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`.execute(db);
      const isFirst = sql<boolean>`not exists (select 1 from accounts)`;
      await db
        .insertInto('accounts')
        .values({
          id: account.id,
          handle: account.handle,
          display_name: account.displayName,
          password_hash: account.passwordHash,
          is_demo: account.isDemo,
          is_admin: account.admin === 'ifFirst' ? isFirst : account.admin,
        })
        .execute();
      return true;
    },

    async load(id: AccountId): Promise<OwnAccount | undefined> {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .select([
          sql.raw<boolean>(isVerified('accounts')).as('verified'),
          sql.raw<boolean>(hasPremium('accounts')).as('has_premium'),
        ])
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toOwnAccount(row);
    },

    /** What signing in needs to know; `handle` in lower case. A suspended account is found, a deleted one is not. */
    async loadCredentials(handle: string): Promise<{ id: AccountId; passwordHash: string } | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select(['id', 'password_hash'])
        .where('handle', '=', handle)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return row && { id: row.id, passwordHash: row.password_hash };
    },

    async isSuspended(id: AccountId): Promise<boolean> {
      const row = await db
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', id)
        .where('suspended_at', 'is not', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    async saveDisplayName(id: AccountId, displayName: string): Promise<void> {
      await db.updateTable('accounts').set({ display_name: displayName }).where('id', '=', id).execute();
    },

    async saveCallSettings(id: AccountId, { enabled, audiences, tellBusy }: CallSettings): Promise<void> {
      await db
        .updateTable('accounts')
        .set({
          calling_enabled: enabled,
          calls_from_address_book: audiences.addressBook,
          calls_from_following: audiences.following,
          calls_from_verified: audiences.verified,
          calls_from_everyone: audiences.everyone,
          tell_busy: tellBusy,
        })
        .where('id', '=', id)
        .execute();
    },

    async saveCallPrivacy(id: AccountId, { enhanced, preconnect, earlyVideo }: CallPrivacy): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ enhanced_call_privacy: enhanced, preconnect, early_video: earlyVideo })
        .where('id', '=', id)
        .execute();
    },

    /** In a transaction: an administrator's grant keeps its first day; whether it counts, VERIFIED_BY says (PLAN-13). */
    async saveVerified(id: AccountId, verifiedAt: Date | null): Promise<void> {
      const value = verifiedAt === null ? null : sql<Date>`coalesce(verified_at, ${verifiedAt})`;
      await db.updateTable('accounts').set({ verified_at: value }).where('id', '=', id).execute();
      const until = sql<Date | null>`${sql.raw(VERIFIED_UNTIL[policy.verifiedBy])}`;
      await db.updateTable('accounts').set({ verified_until: until }).where('id', '=', id).execute();
    },

    async isEmpty(): Promise<boolean> {
      const row = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
      return row === undefined;
    },

    async listDemo(): Promise<{ id: AccountId; handle: string; displayName: string }[]> {
      const rows = await db
        .selectFrom('accounts')
        .select(['id', 'handle', 'display_name as displayName'])
        .where('is_demo', '=', true)
        .where('deleted_at', 'is', null)
        .orderBy('handle')
        .execute();
      return rows;
    },
  };
}
