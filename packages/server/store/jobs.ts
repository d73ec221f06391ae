import type { JobName, JobPayloads } from '../ports.ts';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type JobStore = ReturnType<typeof createJobStore>;

export interface JobOptions {
  /** Not before this. */
  runAtMs?: number;
  /** How often it is tried before it is given up; each wait is about three times the one before, from 3 s on. */
  maxAttempts?: number;
  /** At most one job of this name waits: a later one takes its place. */
  key?: string;
}

const USUAL_ATTEMPTS = 10;

const addJob = statement<{ id: string }, [JobName, string, Date | null, number, string | null]>(`
  select id from graphile_worker.add_job($1, payload := $2::json, run_at := $3, max_attempts := $4, job_key := $5)`);

/** A week after the last attempt nobody looks for the reason any more. */
const forgetGivenUp = statement<never, []>(`
  delete from graphile_worker._private_jobs
  where attempts >= max_attempts and locked_at is null and run_at < now() - interval '7 days'`);

/**
 * The queue's own patience with a worker that died is four hours. No task takes minutes, and each may run twice, so
 * what is held for so long belongs to nobody. Unlocking a row tells no worker; the next poll finds it.
 */
const freeAbandoned = statement<{ id: string }, []>(`
  update graphile_worker._private_jobs set locked_at = null, locked_by = null
  where locked_at < now() - interval '10 minutes' returning id`);

/** Jobs for later: in the transaction that decides something, so that neither is without the other (PUSH-3). */
export function createJobStore(db: Connection) {
  return {
    async add<K extends JobName>(name: K, payload: JobPayloads[K], options: JobOptions = {}): Promise<void> {
      const { runAtMs, maxAttempts = USUAL_ATTEMPTS, key } = options;
      const runAt = runAtMs === undefined ? null : new Date(runAtMs);
      await addJob(db, name, JSON.stringify(payload), runAt, maxAttempts, key ?? null);
    },

    /** How many jobs of workers that died are free to be run again. */
    async freeAbandoned(): Promise<number> {
      return (await freeAbandoned(db)).length;
    },

    async forgetGivenUp(): Promise<void> {
      await forgetGivenUp(db);
    },
  };
}
