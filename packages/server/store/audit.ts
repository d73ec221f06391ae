import type { AccountId, AuditEntry } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';

export type AuditStore = ReturnType<typeof createAuditStore>;

/** Everything that is recorded; the page words each. */
type AuditAction =
  | 'verified.granted'
  | 'verified.removed'
  | 'account.suspended'
  | 'account.unsuspended'
  | 'premium.granted'
  | 'rollout.changed'
  | 'report.resolved'
  | 'factor.added'
  | 'factor.removed'
  | 'factor.reset'
  | 'admin.made';

/** One change to be recorded, in the transaction that makes it (ADM-8). */
export interface NewAuditEntry {
  /** null: the command line. */
  actorId: AccountId | null;
  action: AuditAction;
  /** Whom or what it concerns: a handle, "roll-out". */
  subject: string;
  /** In plain words; empty where the action says it all. */
  detail: string;
}

interface AuditRow {
  /** bigint: pg hands it over as text. */
  id: string;
  at: Date;
  handle: string | null;
  action: string;
  subject: string;
  detail: string;
}

function toEntry({ id, at, handle, action, subject, detail }: AuditRow): AuditEntry {
  return { id: Number(id), atMs: at.getTime(), actor: handle, action, subject, detail };
}

/** What administrators have changed. There is no way to change or remove an entry, and the database refuses it too. */
export function createAuditStore(db: Connection) {
  return {
    async record({ actorId, action, subject, detail }: NewAuditEntry): Promise<void> {
      await sql`
        insert into audit (actor_id, action, subject, detail)
        values (${actorId}, ${action}, ${subject}, ${detail})`.execute(db);
    },

    /** The latest first. */
    async list({ before, limit }: { before?: number | undefined; limit: number }): Promise<AuditEntry[]> {
      const { rows } = await sql<AuditRow>`
        select audit.id, at, handle, action, subject, detail
        from audit left join accounts on accounts.id = actor_id
        where ${before ?? null}::bigint is null or audit.id < ${before ?? null}
        order by audit.id desc limit ${limit}`.execute(db);
      return rows.map(toEntry);
    },
  };
}
