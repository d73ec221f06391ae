import type { AccountId, ContactId, IdentifierKind } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';

const ACCOUNT_IS_THERE = sql.raw(isThere('a'));

/** How much of a book has counted for suggestions (BOOK-16). */
interface QuotaRow {
  firstAtMs: number | null;
  firstDayCount: number;
  day: number;
  dayCount: number;
}

/** A book while an import is under way. */
export interface BookState {
  contacts: number;
  identifiers: number;
  syncsNames: boolean;
  quota: QuotaRow;
}

/** What an import adds to a book. */
export interface BookAddition {
  created: readonly ContactId[];
  absorbed: readonly { from: ContactId; into: ContactId }[];
  identifiers: readonly { hash: Buffer; kind: IdentifierKind; contactId: ContactId; counts: boolean }[];
  quota: QuotaRow;
}

interface StateRow {
  first_import_at: Date | null;
  first_day_count: number;
  day: number;
  day_count: number;
  sync_names: boolean;
  contacts: number;
  identifiers: number;
}

/** The statements of one import, in a transaction. */
export function createContactImports(db: Connection) {
  return {
    /**
     * Changes of one book take turns from here to the end of the transaction; undefined where the account is gone, which
     * waits for this transaction if it is only going.
     */
    async lockBook(ownerId: AccountId): Promise<BookState | undefined> {
      await sql`
        insert into suggestion_quotas (account_id) values (${ownerId}) on conflict do nothing`.execute(db);
      await sql`select from suggestion_quotas where account_id = ${ownerId} for update`.execute(db);
      const { rows } = await sql<StateRow>`
        select q.first_import_at, q.first_day_count, q.day, q.day_count, a.sync_names,
          (select count(*)::int from contacts where owner_id = q.account_id) as contacts,
          (select count(*)::int from contact_identifiers where owner_id = q.account_id) as identifiers
        from suggestion_quotas q join accounts a on a.id = q.account_id
        where q.account_id = ${ownerId} and ${ACCOUNT_IS_THERE}
        for share of a`.execute(db);
      const [row] = rows;
      if (row === undefined) return undefined;
      return {
        contacts: row.contacts,
        identifiers: row.identifiers,
        syncsNames: row.sync_names,
        quota: {
          firstAtMs: row.first_import_at?.getTime() ?? null,
          firstDayCount: row.first_day_count,
          day: row.day,
          dayCount: row.day_count,
        },
      };
    },

    /** Which of these the book holds already, the oldest entries first. */
    async findKnown(
      ownerId: AccountId,
      hashes: readonly Buffer[],
    ): Promise<{ hash: Buffer; contactId: ContactId }[]> {
      const { rows } = await sql<{ hash: Buffer; contactId: ContactId }>`
        select i.hash, i.contact_id as "contactId"
        from contact_identifiers i join contacts c on c.id = i.contact_id
        where i.owner_id = ${ownerId} and i.hash = any(${hashes}::bytea[])
        order by c.place`.execute(db);
      return rows;
    },

    async addToBook(ownerId: AccountId, addition: BookAddition, now: Date): Promise<void> {
      const { created, absorbed, identifiers, quota } = addition;
      await sql`
        insert into contacts (id, owner_id, added_at)
        select id, ${ownerId}, ${now} from unnest(${created}::uuid[]) with ordinality as new (id, place)
        order by place`.execute(db);
      if (absorbed.length > 0) await absorb(db, ownerId, absorbed);
      await sql`
        insert into contact_identifiers (owner_id, hash, kind, contact_id, counts_for_suggestions, added_at)
        select ${ownerId}, hash, kind, contact_id, counts, ${now}
        from unnest(${identifiers.map((one) => one.hash)}::bytea[], ${identifiers.map((one) => one.kind)}::text[],
          ${identifiers.map((one) => one.contactId)}::uuid[], ${identifiers.map((one) => one.counts)}::boolean[])
          as new (hash, kind, contact_id, counts)`.execute(db);
      const firstAt = quota.firstAtMs === null ? null : new Date(quota.firstAtMs);
      await sql`
        update suggestion_quotas
        set first_import_at = ${firstAt}, first_day_count = ${quota.firstDayCount}, day = ${quota.day},
          day_count = ${quota.dayCount}
        where account_id = ${ownerId}`.execute(db);
    },
  };
}

async function absorb(
  db: Connection,
  ownerId: AccountId,
  absorbed: readonly { from: ContactId; into: ContactId }[],
): Promise<void> {
  const from = absorbed.map((one) => one.from);
  const into = absorbed.map((one) => one.into);
  await sql`
    update contact_identifiers set contact_id = merged.target
    from unnest(${from}::uuid[], ${into}::uuid[]) as merged (source, target)
    where owner_id = ${ownerId} and contact_id = merged.source`.execute(db);
  // The one that stays takes a name of one that goes, rather than have none.
  await sql`
    update contacts set name = coalesce(contacts.name, gone.name)
    from unnest(${from}::uuid[], ${into}::uuid[]) as merged (source, target)
    join contacts gone on gone.id = merged.source
    where contacts.id = merged.target and contacts.owner_id = ${ownerId}`.execute(db);
  await sql`
    delete from contacts where owner_id = ${ownerId} and id = any(${from}::uuid[])`.execute(db);
}
