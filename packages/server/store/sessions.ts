import type { AccountId, Platform, SessionId } from '@parley/protocol';
import type { Viewer } from '../ports.ts';
import { sql } from 'kysely';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { statement } from './statement.ts';

export type SessionStore = ReturnType<typeof createSessionStore>;

export interface NewSession {
  id: SessionId;
  accountId: AccountId;
  /** SHA-256 of the token (ACC-5). */
  tokenHash: Buffer;
  label: string;
  platform: Platform;
  createdAtMs: number;
}

export interface SessionRow {
  id: SessionId;
  label: string;
  platform: Platform;
  createdAtMs: number;
  lastSeenAtMs: number;
}

const VIEWER_COLUMNS = [
  'sessions.id as sessionId',
  'sessions.account_id as accountId',
  'sessions.platform as platform',
  'accounts.is_admin as isAdmin',
] as const;

const ACCOUNT_IS_THERE = sql.raw<boolean>(isThere('accounts'));

/** Waits for a deletion that is under way: it then either sees this session or stops it. */
const insertSession = statement<{ id: SessionId }, [SessionId, AccountId, Buffer, string, Platform, Date]>(`
  insert into sessions (id, account_id, token_hash, label, platform, created_at, last_seen_at)
  select $1, id, $3, $4, $5, $6, $6 from accounts where id = $2 and ${isThere('accounts')} for share
  returning id`);

/** Sessions, and the single-use tickets that stand for one at a socket's first frame. */
export function createSessionStore(db: Connection) {
  return {
    /** False: the account was suspended or deleted a moment ago, and nothing is written. */
    async create(session: NewSession): Promise<boolean> {
      const { id, accountId, tokenHash, label, platform } = session;
      const at = new Date(session.createdAtMs);
      return (await insertSession(db, id, accountId, tokenHash, label, platform, at)).length === 1;
    },

    async findByToken(tokenHash: Buffer): Promise<(Viewer & { lastSeenAtMs: number }) | undefined> {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(VIEWER_COLUMNS)
        .select('sessions.last_seen_at as lastSeenAt')
        .where('sessions.token_hash', '=', tokenHash)
        .where(ACCOUNT_IS_THERE)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { lastSeenAt, ...viewer } = row;
      return { ...viewer, lastSeenAtMs: lastSeenAt.getTime() };
    },

    async touch(id: SessionId, nowMs: number): Promise<void> {
      await db
        .updateTable('sessions')
        .set({ last_seen_at: new Date(nowMs) })
        .where('id', '=', id)
        .execute();
    },

    /** The latest used first. */
    async list(accountId: AccountId): Promise<SessionRow[]> {
      const rows = await db
        .selectFrom('sessions')
        .select(['id', 'label', 'platform', 'created_at', 'last_seen_at'])
        .where('account_id', '=', accountId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        label: row.label,
        platform: row.platform,
        createdAtMs: row.created_at.getTime(),
        lastSeenAtMs: row.last_seen_at.getTime(),
      }));
    },

    /** Those of the sessions that have not ended. */
    async listLive(ids: readonly SessionId[]): Promise<SessionId[]> {
      const rows = await db
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', sql<SessionId>`any(${ids}::uuid[])`)
        .execute();
      return rows.map((row) => row.id);
    },

    /** False: the account has no such session. */
    async delete(accountId: AccountId, id: SessionId): Promise<boolean> {
      const deleted = await db
        .deleteFrom('sessions')
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return deleted.numDeletedRows === 1n;
    },

    /** Also clears away the tickets that nobody used in time. */
    async createTicket(
      sessionId: SessionId,
      ticketHash: Buffer,
      expiresAtMs: number,
      nowMs: number,
    ): Promise<void> {
      await db.deleteFrom('ws_tickets').where('expires_at', '<', new Date(nowMs)).execute();
      await db
        .insertInto('ws_tickets')
        .values({ session_id: sessionId, ticket_hash: ticketHash, expires_at: new Date(expiresAtMs) })
        .execute();
    },

    /** A ticket is good once: deleting it is what proves it. */
    async takeTicket(ticketHash: Buffer, nowMs: number): Promise<Viewer | undefined> {
      return await db
        .with('taken', (cte) =>
          cte
            .deleteFrom('ws_tickets')
            .where('ticket_hash', '=', ticketHash)
            .where('expires_at', '>', new Date(nowMs))
            .returning('session_id'),
        )
        .selectFrom('taken')
        .innerJoin('sessions', 'sessions.id', 'taken.session_id')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(VIEWER_COLUMNS)
        .where(ACCOUNT_IS_THERE)
        .executeTakeFirst();
    },
  };
}
