import type { AccountId, CallPrivacy, CallSettings, Me } from '@parley/protocol';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Connection } from './database.ts';
import { toPerson } from './person-row.ts';
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
export type OwnAccount = Omit<Me, 'relayAvailable'>;

/** Any number will do, as long as nothing else locks it. */
const FIRST_ACCOUNT_LOCK = 7_402_001;

function toOwnAccount(row: Selectable<Database['accounts']>): OwnAccount {
  return {
    person: toPerson(row),
    isAdmin: row.is_admin,
    callSettings: {
      enabled: row.calling_enabled,
      audiences: {
        addressBook: row.calls_from_address_book,
        following: row.calls_from_following,
        verified: row.calls_from_verified,
        everyone: row.calls_from_everyone,
      },
    },
    callPrivacy: { enhanced: row.enhanced_call_privacy },
  };
}

/** Accounts: what a person owns and sets. */
export function createAccountStore(db: Connection) {
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
      const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toOwnAccount(row);
    },

    /** What signing in needs to know; `handle` in lower case. */
    async loadCredentials(handle: string): Promise<{ id: AccountId; passwordHash: string } | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select(['id', 'password_hash'])
        .where('handle', '=', handle)
        .executeTakeFirst();
      return row && { id: row.id, passwordHash: row.password_hash };
    },

    async saveDisplayName(id: AccountId, displayName: string): Promise<void> {
      await db.updateTable('accounts').set({ display_name: displayName }).where('id', '=', id).execute();
    },

    async saveCallSettings(id: AccountId, { enabled, audiences }: CallSettings): Promise<void> {
      await db
        .updateTable('accounts')
        .set({
          calling_enabled: enabled,
          calls_from_address_book: audiences.addressBook,
          calls_from_following: audiences.following,
          calls_from_verified: audiences.verified,
          calls_from_everyone: audiences.everyone,
        })
        .where('id', '=', id)
        .execute();
    },

    async saveCallPrivacy(id: AccountId, { enhanced }: CallPrivacy): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ enhanced_call_privacy: enhanced })
        .where('id', '=', id)
        .execute();
    },

    /** Keeps the day of the first grant. */
    async saveVerified(id: AccountId, verifiedAt: Date | null): Promise<void> {
      const value = verifiedAt === null ? null : sql<Date>`coalesce(verified_at, ${verifiedAt})`;
      await db.updateTable('accounts').set({ verified_at: value }).where('id', '=', id).execute();
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
        .orderBy('handle')
        .execute();
      return rows;
    },
  };
}
