import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type HealthStore = ReturnType<typeof createHealthStore>;

export interface DatabaseFacts {
  version: string;
  sizeBytes: number;
  connections: number;
  mostConnections: number;
}

export interface PushFacts {
  /** Devices that can be woken. */
  devices: number;
  /** Woken within the last day. */
  sent: number;
  /** Whose last wake-up did not get through. */
  failing: number;
}

export interface JobFacts {
  /** Their time has come. */
  due: number;
  later: number;
  /** Tried so often that nobody tries any more. */
  givenUp: number;
  /** How long the oldest that is due has waited, in milliseconds; 0: none is. */
  oldestDueMs: number;
}

const askDatabase = statement<{ version: string; size: string; connections: number; most: number }, []>(`
  select current_setting('server_version') as version, pg_database_size(current_database()) as size,
    (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
    current_setting('max_connections')::int as most`);

const askPush = statement<PushFacts, []>(`
  select count(*)::int as devices,
    count(*) filter (where last_sent_at > now() - interval '1 day')::int as sent,
    count(*) filter (where last_status <> 'sent')::int as failing
  from push_targets`);

const askJobs = statement<{ due: number; later: number; given_up: number; oldest_ms: number }, []>(`
  select count(*) filter (where attempts < max_attempts and run_at <= now())::int as due,
    count(*) filter (where attempts < max_attempts and run_at > now())::int as later,
    count(*) filter (where attempts >= max_attempts and locked_at is null)::int as given_up,
    coalesce(1000 * extract(epoch from now() - min(run_at)
      filter (where attempts < max_attempts and run_at <= now() and locked_at is null)), 0)::int as oldest_ms
  from graphile_worker._private_jobs`);

/** What the database can tell of how this server is (ADM-12). */
export function createHealthStore(db: Connection) {
  return {
    async database(): Promise<DatabaseFacts> {
      const [row] = await askDatabase(db);
      if (row === undefined) throw new Error('the database does not say how it is');
      const { version, size, connections, most } = row;
      // bigint: pg hands it over as text.
      return { version, sizeBytes: Number(size), connections, mostConnections: most };
    },

    async push(): Promise<PushFacts> {
      const [row] = await askPush(db);
      return row ?? { devices: 0, sent: 0, failing: 0 };
    },

    async jobs(): Promise<JobFacts> {
      const [row] = await askJobs(db);
      const { due = 0, later = 0, given_up: givenUp = 0, oldest_ms: oldestDueMs = 0 } = row ?? {};
      return { due, later, givenUp, oldestDueMs };
    },
  };
}
