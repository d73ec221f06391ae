import type { AccountId, AddressBookSettings, Contact, ContactId, IdentifierKind } from '@parley/protocol';
import { sql } from 'kysely';
import { createContactCallers } from './contact-callers.ts';
import { createContactImports } from './contact-imports.ts';
import type { Connection } from './database.ts';

export type ContactStore = ReturnType<typeof createContactStore>;

interface ContactRow {
  id: ContactId;
  name: string | null;
  added_at: Date;
  phones: number;
  emails: number;
}

function toContact({ id, name, added_at: addedAt, phones, emails }: ContactRow): Contact {
  return { id, name, phones, emails, addedAtMs: addedAt.getTime() };
}

const PHONE: IdentifierKind = 'phone';

/** Address books: entries of hashed identifiers, each its owner's alone. */
export function createContactStore(db: Connection) {
  return {
    async count(ownerId: AccountId): Promise<number> {
      const { rows } = await sql<{ total: number }>`
        select count(*)::int as total from contacts where owner_id = ${ownerId}`.execute(db);
      return rows[0]?.total ?? 0;
    },

    /** In the order of adding (BOOK-12); undefined where `after` is no entry of this book. */
    async listPage(
      ownerId: AccountId,
      { after, limit }: { after?: ContactId | undefined; limit: number },
    ): Promise<Contact[] | undefined> {
      const start = after === undefined ? '0' : await findPlace(db, ownerId, after);
      if (start === undefined) return undefined;
      const { rows } = await sql<ContactRow>`
        select c.id, c.name, c.added_at,
          (count(*) filter (where i.kind = ${PHONE}))::int as phones,
          (count(*) filter (where i.kind <> ${PHONE}))::int as emails
        from (
          select id, name, added_at, place from contacts
          where owner_id = ${ownerId} and place > ${start}::bigint order by place limit ${limit}
        ) c
        join contact_identifiers i on i.contact_id = c.id
        group by c.id, c.name, c.added_at, c.place
        order by c.place`.execute(db);
      return rows.map(toContact);
    },

    /** Nothing happens where there is no such entry in this book. */
    async delete(ownerId: AccountId, id: ContactId): Promise<boolean> {
      const { numAffectedRows } = await sql`
        delete from contacts where id = ${id} and owner_id = ${ownerId}`.execute(db);
      return numAffectedRows === 1n;
    },

    async deleteAll(ownerId: AccountId): Promise<void> {
      await sql`delete from contacts where owner_id = ${ownerId}`.execute(db);
    },

    /** Names of entries of this book; others are left alone. */
    async saveNames(ownerId: AccountId, names: readonly { contactId: ContactId; name: string }[]) {
      await sql`
        update contacts set name = given.name
        from unnest(${names.map((one) => one.contactId)}::uuid[], ${names.map((one) => one.name)}::text[])
          as given (id, name)
        where contacts.id = given.id and contacts.owner_id = ${ownerId}`.execute(db);
    },

    /** How the owner's numbers without a country are read; undefined: not asked yet. */
    async loadRegion(ownerId: AccountId): Promise<string | undefined> {
      const { rows } = await sql<{ region: string | null }>`
        select region from accounts where id = ${ownerId}`.execute(db);
      return rows[0]?.region ?? undefined;
    },

    /** BOOK-11: without syncing, no name stays on the server. */
    async saveSettings(
      ownerId: AccountId,
      { region, syncNames, discoverable }: AddressBookSettings,
    ): Promise<void> {
      await sql`
        update accounts set region = ${region}, sync_names = ${syncNames}, discoverable = ${discoverable}
        where id = ${ownerId}`.execute(db);
      if (syncNames) return;
      await sql`
        update contacts set name = null where owner_id = ${ownerId} and name is not null`.execute(db);
    },

    ...createContactImports(db),
    ...createContactCallers(db),
  };
}

async function findPlace(db: Connection, ownerId: AccountId, id: ContactId): Promise<string | undefined> {
  const { rows } = await sql<{ place: string }>`
    select place::text as place from contacts where id = ${id} and owner_id = ${ownerId}`.execute(db);
  return rows[0]?.place;
}
