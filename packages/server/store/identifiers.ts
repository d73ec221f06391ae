import type { AccountId, Identifier, IdentifierId, IdentifierKind } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';

export type IdentifierStore = ReturnType<typeof createIdentifierStore>;

interface IdentifierRow {
  id: IdentifierId;
  kind: IdentifierKind;
  hint: string;
  verified_at: Date | null;
}

function toIdentifier({ id, kind, hint, verified_at: verifiedAt }: IdentifierRow): Identifier {
  return { id, kind, hint, verifiedAtMs: verifiedAt?.getTime() ?? null };
}

/** An identifier that somebody says is theirs. */
export interface IdentifierClaim {
  /** Its id, unless the account has claimed the same before. */
  id: IdentifierId;
  accountId: AccountId;
  kind: IdentifierKind;
  hash: Buffer;
  hint: string;
}

/** Phone numbers and e-mail addresses of accounts: hashes and hints, and the codes that prove them. */
export function createIdentifierStore(db: Connection) {
  return {
    async list(accountId: AccountId): Promise<Identifier[]> {
      const { rows } = await sql<IdentifierRow>`
        select id, kind, hint, verified_at from identifiers
        where account_id = ${accountId} order by created_at, id`.execute(db);
      return rows.map(toIdentifier);
    },

    /** Whether the account may claim one more; what it has claimed before always has room. */
    async hasRoom(accountId: AccountId, hash: Buffer, most: number): Promise<boolean> {
      const { rows } = await sql<{ others: number }>`
        select count(*)::int as others from identifiers
        where account_id = ${accountId} and hash <> ${hash}`.execute(db);
      return (rows[0]?.others ?? 0) < most;
    },

    /** The claim as it is now: a repeated one keeps its id and what it has proved. */
    async claim({ id, accountId, kind, hash, hint }: IdentifierClaim, now: Date): Promise<Identifier> {
      const { rows } = await sql<IdentifierRow>`
        insert into identifiers (id, account_id, kind, hash, hint, created_at)
        values (${id}, ${accountId}, ${kind}, ${hash}, ${hint}, ${now})
        on conflict (account_id, hash) do update set hint = excluded.hint
        returning id, kind, hint, verified_at`.execute(db);
      const [row] = rows;
      if (row === undefined) throw new Error('an upsert returned nothing');
      return toIdentifier(row);
    },

    /** Takes the place of an earlier code (BOOK-2). */
    async saveCode(id: IdentifierId, codeHash: Buffer, expiresAt: Date): Promise<void> {
      await sql`
        insert into identifier_codes (identifier_id, code_hash, expires_at)
        values (${id}, ${codeHash}, ${expiresAt})
        on conflict (identifier_id) do update
        set code_hash = excluded.code_hash, expires_at = excluded.expires_at, attempts = 0`.execute(db);
    },

    /** Counts an attempt before anybody looks at the code; undefined where there is none to try (BOOK-4). */
    async takeAttempt(
      accountId: AccountId,
      id: IdentifierId,
      mostAttempts: number,
      now: Date,
    ): Promise<{ codeHash: Buffer; hash: Buffer } | undefined> {
      const { rows } = await sql<{ codeHash: Buffer; hash: Buffer }>`
        update identifier_codes code set attempts = attempts + 1
        from identifiers mine
        where mine.id = code.identifier_id and mine.id = ${id} and mine.account_id = ${accountId}
          and code.attempts < ${mostAttempts} and code.expires_at > ${now}
        returning code.code_hash as "codeHash", mine.hash as hash`.execute(db);
      return rows[0];
    },

    /** Two accounts that prove the same identifier at once take turns, until the end of the transaction. */
    async lockHash(hash: Buffer): Promise<void> {
      await sql`select pg_advisory_xact_lock(${hash.readBigInt64BE(0).toString()}::bigint)`.execute(db);
    },

    /** Who else has proved it. */
    async findOtherHolder(hash: Buffer, accountId: AccountId): Promise<AccountId | undefined> {
      const { rows } = await sql<{ id: AccountId }>`
        select account_id as id from identifiers
        where hash = ${hash} and verified_at is not null and account_id <> ${accountId}`.execute(db);
      return rows[0]?.id;
    },

    /** It is this account's from now on, and nobody else's (BOOK-5); its code is used up. */
    async saveVerified(accountId: AccountId, hash: Buffer, now: Date): Promise<Identifier | undefined> {
      await sql`
        delete from identifiers
        where hash = ${hash} and verified_at is not null and account_id <> ${accountId}`.execute(db);
      const { rows } = await sql<IdentifierRow>`
        update identifiers set verified_at = ${now}
        where hash = ${hash} and account_id = ${accountId}
        returning id, kind, hint, verified_at`.execute(db);
      const [row] = rows;
      if (row === undefined) return undefined;
      await sql`delete from identifier_codes where identifier_id = ${row.id}`.execute(db);
      return toIdentifier(row);
    },

    async findHash(accountId: AccountId, id: IdentifierId): Promise<Buffer | undefined> {
      const { rows } = await sql<{ hash: Buffer }>`
        select hash from identifiers where id = ${id} and account_id = ${accountId}`.execute(db);
      return rows[0]?.hash;
    },

    async delete(accountId: AccountId, id: IdentifierId): Promise<void> {
      await sql`delete from identifiers where id = ${id} and account_id = ${accountId}`.execute(db);
    },
  };
}
