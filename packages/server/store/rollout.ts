import type { RolloutRules } from '@parley/core';
import type { AccountId, Rollout, RolloutStatus } from '@parley/protocol';
import type { RolloutSnapshot } from '../ports.ts';
import type { Connection } from './database.ts';
import type { StoredRollout } from './schema.ts';
import { statement } from './statement.ts';

export type RolloutStore = ReturnType<typeof createRolloutStore>;

/** How a change went. */
export type RolloutChange =
  | { outcome: 'changed' }
  /** Somebody has changed it since that version. */
  | { outcome: 'overtaken' }
  /** Nobody has these handles. */
  | { outcome: 'unknown'; handles: string[] };

interface RolloutRow {
  version: number;
  rollout: StoredRollout;
}

const findRollout = statement<RolloutRow, []>(`select version, rollout from rollout`);

const findVersion = statement<{ version: number }, []>(`select version from rollout`);

const findStatus = statement<RolloutRow & { changed_at: Date; changed_by: string | null }, []>(`
  select version, rollout, changed_at, accounts.handle as changed_by
  from rollout left join accounts on accounts.id = rollout.changed_by`);

const findHandles = statement<{ id: AccountId; handle: string }, [AccountId[]]>(`
  select id, handle from accounts where id = any($1) and deleted_at is null order by handle`);

/** Suspended ones too: a list that names one must still be saved as it was shown. */
const findIds = statement<{ id: AccountId; handle: string }, [string[]]>(`
  select id, handle from accounts where handle = any($1) and deleted_at is null`);

/** Version 1 is what the migration has written: nobody has decided anything yet. */
const switchOffAtFirst = statement<{ version: number }, []>(`
  update rollout set version = 2, changed_at = now(), rollout = rollout ||
    '{"ios":{"state":"off"},"android":{"state":"off"},"web":{"state":"off"}}'
  where version = 1 returning version`);

const saveRollout = statement<{ version: number }, [number, string, AccountId | null, Date]>(`
  update rollout set version = version + 1, rollout = $2, changed_by = $3, changed_at = $4
  where version = $1 returning version`);

function toRules({ alwaysIn, alwaysOut, ...rules }: StoredRollout): RolloutRules {
  return { ...rules, alwaysIn: new Set(alwaysIn), alwaysOut: new Set(alwaysOut) };
}

/** The roll-out as it is now, for whoever judges. */
export async function loadRollout(db: Connection): Promise<RolloutSnapshot> {
  const [row] = await findRollout(db);
  if (row === undefined) throw new Error('the roll-out is missing');
  return { version: row.version, rules: toRules(row.rollout) };
}

/** The one row that says who has calls. Accounts are kept by id, and shown and typed by handle. */
export function createRolloutStore(db: Connection) {
  return {
    load: () => loadRollout(db),

    async loadVersion(): Promise<number> {
      const [row] = await findVersion(db);
      return row?.version ?? 0;
    },

    /** At a first start with calls switched off (ROLL-10); does nothing once somebody has decided. */
    async switchOff(): Promise<void> {
      await switchOffAtFirst(db);
    },

    /** As administrators see it. Accounts that are gone for good are left out of the lists. */
    async loadStatus(): Promise<RolloutStatus> {
      const [row] = await findStatus(db);
      if (row === undefined) throw new Error('the roll-out is missing');
      const { alwaysIn, alwaysOut, ...rules } = row.rollout;
      const known = await findHandles(db, [...alwaysIn, ...alwaysOut]);
      const handlesOf = (ids: readonly AccountId[]): string[] =>
        known.filter(({ id }) => ids.includes(id)).map(({ handle }) => handle);
      return {
        rollout: { ...rules, alwaysIn: handlesOf(alwaysIn), alwaysOut: handlesOf(alwaysOut) },
        version: row.version,
        changedAtMs: row.changed_at.getTime(),
        changedBy: row.changed_by,
      };
    },

    /** Saves where nobody has changed it since `version`. The handles are in their stored form. */
    async save(
      { alwaysIn, alwaysOut, ...rules }: Rollout,
      version: number,
      by: { accountId: AccountId | null; nowMs: number },
    ): Promise<RolloutChange> {
      const typed = [...new Set([...alwaysIn, ...alwaysOut])];
      const ids = new Map((await findIds(db, typed)).map(({ id, handle }) => [handle, id]));
      const handles = typed.filter((handle) => !ids.has(handle));
      if (handles.length > 0) return { outcome: 'unknown', handles };
      const idsOf = (list: readonly string[]): AccountId[] => [
        ...new Set(list.flatMap((handle) => ids.get(handle) ?? [])),
      ];
      const stored: StoredRollout = { ...rules, alwaysIn: idsOf(alwaysIn), alwaysOut: idsOf(alwaysOut) };
      const saved = await saveRollout(db, version, JSON.stringify(stored), by.accountId, new Date(by.nowMs));
      return { outcome: saved.length === 1 ? 'changed' : 'overtaken' };
    },
  };
}
