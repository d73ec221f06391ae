import { Logger } from 'graphile-worker';
import type { Log } from '../ports.ts';
import { RetryLater } from './retry-later.ts';

function errorOf(meta: object | undefined): unknown {
  return meta !== undefined && 'error' in meta ? meta.error : undefined;
}

/** What the worker says, in our log. What it says of each single job it starts and ends is left out. */
export function createJobLog(log: Log): Logger {
  return new Logger(({ taskIdentifier }) => (level, message, meta) => {
    const error = errorOf(meta);
    const severity: string = level;
    const fields = {
      ...(taskIdentifier === undefined ? {} : { task: taskIdentifier }),
      ...(error === undefined ? {} : { error }),
    };
    if (error instanceof RetryLater)
      log.warn({ ...fields, error: error.message }, 'a job waits to be tried again');
    else if (severity === 'error') log.error(fields, message);
    else if (severity === 'warning') log.warn(fields, message);
  });
}
