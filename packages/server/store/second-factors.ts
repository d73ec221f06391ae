import type { AccountId, SessionId } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';

export type SecondFactorStore = ReturnType<typeof createSecondFactorStore>;

/** A passkey as it is kept; nothing of it is secret. */
export interface StoredPasskey {
  /** base64url, as the authenticator named it. */
  credentialId: string;
  publicKey: Uint8Array;
  /** How often it was used, where the authenticator counts; 0 where it does not. */
  counter: number;
  transports: string[];
  label: string;
  createdAtMs: number;
}

/** What a challenge was made for. */
type ChallengePurpose = 'addPasskey' | 'enter';

interface PasskeyRow {
  id: string;
  public_key: Buffer;
  /** bigint: pg hands it over as text. */
  counter: string;
  transports: string[];
  label: string;
  created_at: Date;
}

function toPasskey(row: PasskeyRow): StoredPasskey {
  return {
    credentialId: row.id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: row.transports,
    label: row.label,
    createdAtMs: row.created_at.getTime(),
  };
}

/** Passkeys. */
function passkeysOf(db: Connection) {
  return {
    async listPasskeys(accountId: AccountId): Promise<StoredPasskey[]> {
      const { rows } = await sql<PasskeyRow>`
        select id, public_key, counter, transports, label, created_at from passkeys
        where account_id = ${accountId} order by created_at, id`.execute(db);
      return rows.map(toPasskey);
    },

    /** False: somebody has that very passkey. */
    async addPasskey(accountId: AccountId, passkey: StoredPasskey): Promise<boolean> {
      const { numAffectedRows } = await sql`
        insert into passkeys (id, account_id, public_key, counter, transports, label, created_at)
        values (${passkey.credentialId}, ${accountId}, ${Buffer.from(passkey.publicKey)}, ${passkey.counter},
          ${passkey.transports}, ${passkey.label}, ${new Date(passkey.createdAtMs)})
        on conflict do nothing`.execute(db);
      return numAffectedRows === 1n;
    },

    /** By compare-and-set: of two answers made with one state of the counter, one opens. */
    async saveCounter(passkey: StoredPasskey, counter: number): Promise<boolean> {
      const { numAffectedRows } = await sql`
        update passkeys set counter = ${counter}
        where id = ${passkey.credentialId} and counter = ${passkey.counter}`.execute(db);
      return numAffectedRows === 1n;
    },

    /** The label of the removed one; undefined: the account has no such passkey. */
    async removePasskey(accountId: AccountId, credentialId: string): Promise<string | undefined> {
      const { rows } = await sql<{ label: string }>`
        delete from passkeys where id = ${credentialId} and account_id = ${accountId}
        returning label`.execute(db);
      return rows[0]?.label;
    },
  };
}

/** The secret of the authenticator app, encrypted (ADM-4). */
function totpOf(db: Connection) {
  return {
    async findTotp(accountId: AccountId): Promise<{ box: Buffer; confirmed: boolean } | undefined> {
      const { rows } = await sql<{ secret: Buffer; confirmed: boolean }>`
        select secret, confirmed_at is not null as confirmed from totp_secrets
        where account_id = ${accountId}`.execute(db);
      return rows[0] && { box: rows[0].secret, confirmed: rows[0].confirmed };
    },

    /** A new one takes the place of one that was never confirmed. False: there is one that works. */
    async beginTotp(accountId: AccountId, box: Buffer): Promise<boolean> {
      const { numAffectedRows } = await sql`
        insert into totp_secrets (account_id, secret) values (${accountId}, ${box})
        on conflict (account_id) do update set secret = excluded.secret, last_step = 0
          where totp_secrets.confirmed_at is null`.execute(db);
      return numAffectedRows === 1n;
    },

    /** Takes the code of this step, for the secret it was found with; false: it or a later one was taken before. */
    async takeStep(accountId: AccountId, box: Buffer, step: number): Promise<boolean> {
      const { numAffectedRows } = await sql`
        update totp_secrets set last_step = ${step}
        where account_id = ${accountId} and secret = ${box} and last_step < ${step}`.execute(db);
      return numAffectedRows === 1n;
    },

    async confirmTotp(accountId: AccountId, nowMs: number): Promise<void> {
      await sql`
        update totp_secrets set confirmed_at = coalesce(confirmed_at, ${new Date(nowMs)})
        where account_id = ${accountId}`.execute(db);
    },

    async removeTotp(accountId: AccountId): Promise<boolean> {
      const { numAffectedRows } = await sql`
        delete from totp_secrets where account_id = ${accountId} and confirmed_at is not null`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}

/** Challenges and the time until which a session's admin area is open (ADM-1). */
function elevationOf(db: Connection) {
  return {
    async saveChallenge(
      sessionId: SessionId,
      purpose: ChallengePurpose,
      challenge: string,
      expiresAtMs: number,
    ): Promise<void> {
      await sql`
        insert into admin_challenges (session_id, purpose, challenge, expires_at)
        values (${sessionId}, ${purpose}, ${challenge}, ${new Date(expiresAtMs)})
        on conflict (session_id, purpose)
          do update set challenge = excluded.challenge, expires_at = excluded.expires_at`.execute(db);
    },

    /** A challenge is good once: deleting it is what proves it. */
    async takeChallenge(
      sessionId: SessionId,
      purpose: ChallengePurpose,
      nowMs: number,
    ): Promise<string | undefined> {
      const { rows } = await sql<{ challenge: string; expires_at: Date }>`
        delete from admin_challenges where session_id = ${sessionId} and purpose = ${purpose}
        returning challenge, expires_at`.execute(db);
      const [row] = rows;
      return row !== undefined && nowMs < row.expires_at.getTime() ? row.challenge : undefined;
    },

    /** Unix milliseconds; 0: not open. */
    async elevatedUntilMs(sessionId: SessionId): Promise<number> {
      const { rows } = await sql<{ admin_until: Date | null }>`
        select admin_until from sessions where id = ${sessionId}`.execute(db);
      return rows[0]?.admin_until?.getTime() ?? 0;
    },

    async elevate(sessionId: SessionId, untilMs: number): Promise<void> {
      await sql`update sessions set admin_until = ${new Date(untilMs)} where id = ${sessionId}`.execute(db);
    },

    /** Closes the admin area in the account's sessions, all but one of them where that is given. */
    async lower(accountId: AccountId, only: { but?: SessionId; just?: SessionId } = {}): Promise<void> {
      await sql`
        update sessions set admin_until = null
        where account_id = ${accountId} and admin_until is not null
          and (${only.but ?? null}::uuid is null or id <> ${only.but ?? null})
          and (${only.just ?? null}::uuid is null or id = ${only.just ?? null})`.execute(db);
    },

    /** Every factor of an account, also what was only begun. */
    async removeAll(accountId: AccountId): Promise<void> {
      await sql`delete from passkeys where account_id = ${accountId}`.execute(db);
      await sql`delete from totp_secrets where account_id = ${accountId}`.execute(db);
      await sql`
        delete from admin_challenges using sessions
        where session_id = sessions.id and account_id = ${accountId}`.execute(db);
    },
  };
}

/** The second factors of administrators, and what they have opened. */
export function createSecondFactorStore(db: Connection) {
  return { ...passkeysOf(db), ...totpOf(db), ...elevationOf(db) };
}
