import { setTimeout as sleep } from 'node:timers/promises';
import { parseCronItems, run, runMigrations } from 'graphile-worker';
import type { Runner, TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { JobName, Log, Ports } from '../ports.ts';
import { createJobLog } from './job-log.ts';
import { JOB_PAYLOADS } from './payloads.ts';
import { TASKS } from './tasks.ts';

/** Tasks wait for other servers most of their time. */
const CONCURRENT_JOBS = 8;
/** Jobs that are due at once are told by the database; this finds those whose time has come, in milliseconds. */
const POLL_INTERVAL_MS = 2_000;
/** After a worker has ended by itself (the database was away), in milliseconds. */
const RESTART_DELAY_MS = 3_000;

/** The connections of a worker at most: one listens, and a job that waits for another server holds none. */
export const JOB_CONNECTIONS = CONCURRENT_JOBS;

const SCHEMA = 'graphile_worker';

/** Brings the tables of the queue up to date; several nodes may do so at once. */
export async function migrateJobs(pool: pg.Pool, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, schema: SCHEMA, logger: createJobLog(log) });
}

function toTaskList(ports: Ports): TaskList {
  // Object.keys loses the key type; TASKS is a literal.
  const names = Object.keys(TASKS) as JobName[];
  const toTask = <K extends JobName>(name: K) => {
    return async (payload: unknown): Promise<void> => {
      const parsed = JOB_PAYLOADS[name].safeParse(payload);
      if (!parsed.success) {
        // Added by another version of this server: no attempt will understand it.
        ports.log.error({ task: name, error: parsed.error.message }, 'a job could not be read');
        return;
      }
      // Parsed by this name's own schema, which TypeScript cannot follow through the table.
      await (TASKS[name] as (ports: Ports, payload: unknown) => Promise<void>)(ports, parsed.data);
    };
  };
  return Object.fromEntries(names.map((name) => [name, toTask(name)]));
}

const EVERY_FEW_MINUTES = [{ task: 'tidyUp', match: '*/5 * * * *', options: { maxAttempts: 3 } }] as const;

export interface JobWorker {
  /** What is under way gets a few seconds to end. */
  close: () => Promise<void>;
}

/** Runs jobs on this node from now on, and ends the pool with itself. Where the worker ends by itself it is started again. */
export function startWorker(pool: pg.Pool, ports: Ports): JobWorker {
  const { log } = ports;
  const closing = new AbortController();
  let runner: Runner | undefined;

  const start = (): Promise<Runner> =>
    run({
      pgPool: pool,
      schema: SCHEMA,
      taskList: toTaskList(ports),
      parsedCronItems: parseCronItems([...EVERY_FEW_MINUTES]),
      concurrency: CONCURRENT_JOBS,
      pollInterval: POLL_INTERVAL_MS,
      // The process has one place that ends everything in its order.
      noHandleSignals: true,
      logger: createJobLog(log),
    });

  const keepRunning = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        runner = await start();
        // Asked to close while it started.
        if (closing.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        log.error({ error }, 'the worker for jobs has ended; it is started again');
      }
      runner = undefined;
      await sleep(RESTART_DELAY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const running = keepRunning();

  return {
    async close() {
      closing.abort();
      await runner?.stop().catch(() => undefined);
      await running;
      await pool.end();
    },
  };
}
