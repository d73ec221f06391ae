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

/** A pool for whoever brings statements of its own. It connects when first asked. */
export function openPool(
  location: DatabaseLocation,
  onError: (error: Error) => void,
  options: pg.PoolConfig,
): pg.Pool {
  const pool = new pg.Pool({
    ...('url' in location ? { connectionString: location.url } : location),
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    options: SESSION_OPTIONS,
    ...options,
  });
  // An idle connection that breaks would otherwise end the process; the pool makes a new one when asked.
  pool.on('error', onError);
  // So would one that breaks while somebody holds it; their query fails all the same.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Opens a pool. It connects when first asked. */
export function openDatabase(location: DatabaseLocation, onError: (error: Error) => void): Kysely<Database> {
  const options = { Client: PreparingClient, max: POOL_SIZE, application_name: 'parley' };
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(location, onError, options) }),
  });
}

/** Brings the tables up to date. Several nodes may do so at once: Kysely's migrator takes turns by a lock. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'at the first look';
  throw new Error(`The database could not be opened and brought up to date (${failed}).`, { cause: error });
}
