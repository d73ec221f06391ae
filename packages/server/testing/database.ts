import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrateJobs } from '../jobs/worker.ts';
import { migrate, openDatabase, openPool } from '../store/database.ts';
import type { DatabaseLocation } from '../store/database.ts';

type Place = Extract<DatabaseLocation, { host: string }>;

/** A database with the tables in it, which all others are copied from. */
const TEMPLATE = 'parley_template';
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Any number will do: test files in other processes take turns by it. */
const TEMPLATE_LOCK = 7_402_002;

async function withClient<T>(place: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(place);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function hasTemplate(client: pg.Client): Promise<boolean> {
  // Marked as a template only when its tables are complete.
  const found = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [
    TEMPLATE,
  ]);
  return found.rowCount === 1;
}

async function makeTemplate(client: pg.Client, place: Place): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await hasTemplate(client)) return;
    await client.query(`drop database if exists ${TEMPLATE}`);
    await client.query(`create database ${TEMPLATE}`);
    const db = openDatabase({ ...place, database: TEMPLATE }, () => undefined);
    await migrate(db);
    await db.destroy();
    const jobs = openPool({ ...place, database: TEMPLATE }, () => undefined, { max: 1 });
    await migrateJobs(jobs, SILENT);
    await jobs.end();
    await client.query(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** A database of one's own, with the tables in it. `drop` closes whatever is still connected. */
export async function createTestDatabase(): Promise<{ database: Place; drop: () => Promise<void> }> {
  const place = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withClient(place, async (client) => {
    if (!(await hasTemplate(client))) await makeTemplate(client, place);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  return {
    database: { ...place, database: name },
    drop: () =>
      withClient(place, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}
