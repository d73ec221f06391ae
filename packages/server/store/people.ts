import type { AccountId, Person, Profile } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { PERSON_COLUMNS, personList, toPerson } from './person-row.ts';
import type { PersonRow } from './person-row.ts';
import { createRelations } from './relations.ts';

export type PeopleStore = ReturnType<typeof createPeopleStore>;

type ProfileRow = PersonRow & {
  created_at: Date;
  you_follow: boolean;
  follows_you: boolean;
  you_block: boolean;
  followers: number;
  following: number;
};

function toProfile(row: ProfileRow, viewerId: AccountId): Profile {
  return {
    person: toPerson(row),
    isYou: row.id === viewerId,
    youFollow: row.you_follow,
    // Someone you block may still press "Follow"; that is not for you to see (ACC-9).
    followsYou: row.follows_you && !row.you_block,
    youBlock: row.you_block,
    followers: row.followers,
    following: row.following,
    joinedAtMs: row.created_at.getTime(),
  };
}

const IS_THERE = sql.raw<boolean>(isThere('accounts'));

/** People as others see them, and what they are to each other. */
export function createPeopleStore(db: Connection) {
  return {
    async findId(handle: string): Promise<AccountId | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select('id')
        .where('handle', '=', handle)
        .where(IS_THERE)
        .executeTakeFirst();
      return row?.id;
    },

    async loadPerson(id: AccountId): Promise<Person | undefined> {
      const row = await db
        .selectFrom('accounts')
        .select(PERSON_COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toPerson(row);
    },

    /** ACC-8. The exact handle comes first; `typed` is in lower case. */
    async search(viewerId: AccountId, typed: string, limit: number): Promise<Person[]> {
      // What no handle can contain finds nobody; `like` and the database need not see it.
      if (!/^[a-z0-9_]{1,20}$/.test(typed)) return [];
      const prefix = `${typed.replaceAll('_', String.raw`\_`)}%`;
      const { rows } = await sql<PersonRow>`
        select ${sql.raw(personList('accounts'))}
        from accounts
        where handle like ${prefix} and id <> ${viewerId} and ${IS_THERE} and (handle = ${typed} or not exists (
          select 1 from blocks
          where (blocker_id = accounts.id and blocked_id = ${viewerId})
             or (blocker_id = ${viewerId} and blocked_id = accounts.id)))
        order by handle <> ${typed}, handle
        limit ${limit}`.execute(db);
      return rows.map(toPerson);
    },

    async loadProfile(viewerId: AccountId, handle: string): Promise<Profile | undefined> {
      const { rows } = await sql<ProfileRow>`
        select ${sql.raw(personList('a'))}, created_at,
          exists (select 1 from follows where follower_id = ${viewerId} and followee_id = a.id) as you_follow,
          exists (select 1 from follows where follower_id = a.id and followee_id = ${viewerId}) as follows_you,
          exists (select 1 from blocks where blocker_id = ${viewerId} and blocked_id = a.id) as you_block,
          (select count(*)::int from follows join accounts on accounts.id = follower_id
            where followee_id = a.id and ${IS_THERE}) as followers,
          (select count(*)::int from follows join accounts on accounts.id = followee_id
            where follower_id = a.id and ${IS_THERE}) as following
        from accounts a where handle = ${handle} and ${sql.raw(isThere('a'))}`.execute(db);
      const row = rows[0];
      return row && toProfile(row, viewerId);
    },

    async listFollowing(accountId: AccountId): Promise<Person[]> {
      const rows = await db
        .selectFrom('follows')
        .innerJoin('accounts', 'accounts.id', 'follows.followee_id')
        .select(PERSON_COLUMNS)
        .where('follower_id', '=', accountId)
        .where(IS_THERE)
        .orderBy('handle')
        .execute();
      return rows.map(toPerson);
    },

    async listBlocked(accountId: AccountId): Promise<Person[]> {
      const rows = await db
        .selectFrom('blocks')
        .innerJoin('accounts', 'accounts.id', 'blocks.blocked_id')
        .select(PERSON_COLUMNS)
        .where('blocker_id', '=', accountId)
        .where(IS_THERE)
        .orderBy('handle')
        .execute();
      return rows.map(toPerson);
    },

    ...createRelations(db),
  };
}
