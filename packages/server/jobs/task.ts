import type { JobName, JobPayloads, Ports } from '../ports.ts';

/**
 * One kind of job. Whatever it throws makes it run again later, up to the job's attempts; `RetryLater` without an
 * entry in the log. It may run more than once, and long after it was added: it reads again what it acts on.
 */
export type Task<K extends JobName> = (ports: Ports, payload: JobPayloads[K]) => Promise<void>;
