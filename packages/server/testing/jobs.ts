import pg from 'pg';
import { JOB_PAYLOADS } from '../jobs/payloads.ts';
import { TASKS } from '../jobs/tasks.ts';
import type { JobName, Ports } from '../ports.ts';
import type { DatabaseLocation } from '../store/database.ts';

/** A job that waits. */
export interface WaitingJob {
  task: JobName;
  payload: Record<string, unknown>;
}

function toClient(database: DatabaseLocation): pg.Client {
  return new pg.Client('url' in database ? { connectionString: database.url } : database);
}

/** The jobs that wait, in the order in which they were added; on a server that runs none. */
export async function listJobs(database: DatabaseLocation): Promise<WaitingJob[]> {
  const client = toClient(database);
  await client.connect();
  try {
    const found = await client.query<WaitingJob>(`
      select identifier as task, payload from graphile_worker._private_jobs jobs
      join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id order by jobs.id`);
    return found.rows;
  } finally {
    await client.end();
  }
}

/** How often the waiting jobs are tried at most. */
export async function listAttempts(database: DatabaseLocation): Promise<number[]> {
  const client = toClient(database);
  await client.connect();
  const found = await client.query<{ most: number }>(
    'select max_attempts as most from graphile_worker._private_jobs order by id',
  );
  await client.end();
  return found.rows.map(({ most }) => most);
}

/** Takes all jobs that wait. */
export async function takeJobs(database: DatabaseLocation): Promise<WaitingJob[]> {
  const jobs = await listJobs(database);
  const client = toClient(database);
  await client.connect();
  await client.query('delete from graphile_worker._private_jobs');
  await client.end();
  return jobs;
}

/** Runs one job here and now. */
export async function runJob(ports: Ports, { task, payload }: WaitingJob): Promise<void> {
  // Parsed by this task's own schema, as the worker does.
  await (TASKS[task] as (ports: Ports, payload: unknown) => Promise<void>)(
    ports,
    JOB_PAYLOADS[task].parse(payload),
  );
}
