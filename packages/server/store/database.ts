import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { MIGRATIONS } from './migrations/index.ts';
import { PreparingClient } from './prepared.ts';
import type { Database } from './schema.ts';

/** What queries run on: the pool or one transaction of it. */
export type Connection = Kysely<Database> | Transaction<Database>;

/** Where the database is; `pg` takes the folder of a unix socket as a host. */
export type DatabaseLocation =
  | { url: string }
  | { host: string; port: number; user: string; database: string };

/** More connections than this only queue inside PostgreSQL on the machines that Parley is made for. */
const POOL_SIZE = 10;
/** Longer than this, in milliseconds, no query of ours takes; one that does holds locks that others wait for. */
const STATEMENT_LIMIT_MS = 15_000;

/**
 * Our statements find rows by key, whatever the parameters: planning them once is enough, and compiling them never
 * pays.
 */
const SESSION_OPTIONS = '-c plan_cache_mode=force_generic_plan -c jit=off';

/** Opens a pool. It connects when first asked. */
export function openDatabase(location: DatabaseLocation, onError: (error: Error) => void): Kysely<Database> {
  const pool = new pg.Pool({
    ...('url' in location ? { connectionString: location.url } : location),
    Client: PreparingClient,
    max: POOL_SIZE,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    application_name: 'parley',
    options: SESSION_OPTIONS,
  });
  // An idle connection that breaks would otherwise end the process; the pool makes a new one when asked.
  pool.on('error', onError);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Brings the tables up to date. Several nodes may do so at once: Kysely's migrator takes turns by a lock. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'at the first look';
  throw new Error(`The database could not be opened and brought up to date (${failed}).`, { cause: error });
}
