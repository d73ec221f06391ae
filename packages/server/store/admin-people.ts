import type { AccountId, AdminPerson } from '@parley/protocol';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Connection } from './database.ts';
import { personList, toPerson } from './person-row.ts';
import { hasPremium, toPlanState } from './plan-row.ts';
import type { PlanRow } from './plan-row.ts';
import type { PersonRow } from './person-row.ts';

export type AdminPeopleStore = ReturnType<typeof createAdminPeopleStore>;

type AdminPersonRow = PersonRow &
  PlanRow & {
    is_admin: boolean;
    verified_at: Date | null;
    suspended_at: Date | null;
    suspended_reason: string | null;
    created_at: Date;
    last_seen_at: Date | null;
    sessions: number;
  };

function toAdminPerson(row: AdminPersonRow): AdminPerson {
  const { suspended_at: suspendedAt } = row;
  return {
    person: toPerson(row),
    isAdmin: row.is_admin,
    verifiedByAdmin: row.verified_at !== null,
    suspended:
      suspendedAt === null ? null : { atMs: suspendedAt.getTime(), reason: row.suspended_reason ?? '' },
    plan: toPlanState(row),
    joinedAtMs: row.created_at.getTime(),
    lastSeenAtMs: row.last_seen_at?.getTime() ?? null,
    sessions: row.sessions,
  };
}

/** What was typed, as the beginning of a `like` pattern. */
function literally(typed: string): string {
  return typed.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** An account that others see; suspended ones too. */
export interface FoundAccount {
  id: AccountId;
  handle: string;
  isAdmin: boolean;
  isSuspended: boolean;
}

/** Accounts as administrators see them (ADM-9): never a password, a message or an address book. */
export function createAdminPeopleStore(db: Connection) {
  const select = async (where: RawBuilder<unknown>, limit: number): Promise<AdminPerson[]> => {
    const { rows } = await sql<AdminPersonRow>`
      select ${sql.raw(personList('accounts'))}, is_admin, verified_at, suspended_at,
        suspended_reason, premium_until, premium_renews, ${sql.raw(hasPremium('accounts'))} as has_premium,
        accounts.created_at, seen.last_seen_at, seen.sessions
      from accounts, lateral (
        select max(last_seen_at) as last_seen_at, count(*)::int as sessions
        from sessions where account_id = accounts.id
      ) seen
      where deleted_at is null and ${where}
      order by handle limit ${limit}`.execute(db);
    return rows.map(toAdminPerson);
  };
  return {
    /** Those whose handle, or a word of whose name, begins so; in the order of their handles, after one of them. */
    async find(typed: string, after: string, limit: number): Promise<AdminPerson[]> {
      // No text in the database contains a NUL.
      if (typed.includes('\0') || after.includes('\0')) return [];
      const prefix = `${literally(typed)}%`;
      return await select(
        sql`handle > ${after} and
          (handle ilike ${prefix} or display_name ilike ${prefix} or display_name ilike ${`% ${prefix}`})`,
        limit,
      );
    },

    async load(id: AccountId): Promise<AdminPerson | undefined> {
      return (await select(sql`accounts.id = ${id}`, 1))[0];
    },

    /** Locked until the transaction ends: two changes of one account take turns. `handle` in lower case. */
    async claim(handle: string): Promise<FoundAccount | undefined> {
      const { rows } = await sql<FoundAccount>`
        select id, handle, is_admin as "isAdmin", suspended_at is not null as "isSuspended"
        from accounts where handle = ${handle} and deleted_at is null
        for no key update`.execute(db);
      return rows[0];
    },

    /** Administrators who can act; locked, so that of two who would be the last one stays. */
    async countAdmins(): Promise<number> {
      const { rows } = await sql`
        select id from accounts where is_admin and suspended_at is null and deleted_at is null
        order by id for no key update`.execute(db);
      return rows.length;
    },

    async suspend(id: AccountId, reason: string, at: Date): Promise<void> {
      await sql`
        update accounts set suspended_at = ${at}, suspended_reason = ${reason} where id = ${id}`.execute(db);
    },

    async unsuspend(id: AccountId): Promise<void> {
      await sql`
        update accounts set suspended_at = null, suspended_reason = null where id = ${id}`.execute(db);
    },

    async makeAdmin(id: AccountId): Promise<void> {
      await sql`update accounts set is_admin = true where id = ${id}`.execute(db);
    },
  };
}
