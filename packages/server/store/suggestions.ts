import type { AccountId, Person } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';
import { personList, toPerson } from './person-row.ts';
import type { PersonRow } from './person-row.ts';

export type SuggestionStore = ReturnType<typeof createSuggestionStore>;

/** Somebody whom and whose book the viewer shares, since when. */
export interface MutualPerson {
  person: Person;
  /** When the last of the facts came to be that it rests on. */
  sinceMs: number;
}

/** So many are looked at; nobody has more friends who are all new here. */
const MOST_MUTUAL = 500;

/** Whom to suggest, and whom not again. */
export function createSuggestionStore(db: Connection) {
  return {
    /** BOOK-14: both books hold an identifier that the other has proved, and nothing speaks against it. */
    async listMutual(viewerId: AccountId): Promise<MutualPerson[]> {
      const { rows } = await sql<PersonRow & { since: Date }>`
        with holding_me as (
          select entry.owner_id as id, min(greatest(entry.added_at, proof.verified_at)) as since
          from identifiers proof
          join contact_identifiers entry on entry.hash = proof.hash and entry.counts_for_suggestions
          where proof.account_id = ${viewerId} and proof.verified_at is not null
            and entry.owner_id <> ${viewerId}
          group by entry.owner_id
        ), held_by_me as (
          select proof.account_id as id, min(greatest(entry.added_at, proof.verified_at)) as since
          from holding_me
          join identifiers proof on proof.account_id = holding_me.id and proof.verified_at is not null
          join contact_identifiers entry on entry.hash = proof.hash and entry.owner_id = ${viewerId}
            and entry.counts_for_suggestions
          group by proof.account_id
        )
        select ${sql.raw(personList('person'))},
          greatest(holding_me.since, held_by_me.since) as since
        from held_by_me
        join holding_me on holding_me.id = held_by_me.id
        join accounts person on person.id = held_by_me.id and person.discoverable
          and person.suspended_at is null and person.deleted_at is null
        join accounts me on me.id = ${viewerId} and me.discoverable
        where not exists (
            select from blocks where (blocker_id = person.id and blocked_id = me.id)
              or (blocker_id = me.id and blocked_id = person.id))
          and not exists (select from follows where follower_id = me.id and followee_id = person.id)
          and not exists (
            select from members
            where account_id = me.id and peer_id = person.id and folder is not null)
          and not exists (
            select from dismissed_suggestions where account_id = me.id and person_id = person.id)
        order by since desc, person.id
        limit ${MOST_MUTUAL}`.execute(db);
      return rows.map((row) => ({ person: toPerson(row), sinceMs: row.since.getTime() }));
    },

    async dismiss(accountId: AccountId, personId: AccountId): Promise<void> {
      await sql`
        insert into dismissed_suggestions (account_id, person_id) values (${accountId}, ${personId})
        on conflict do nothing`.execute(db);
    },
  };
}
