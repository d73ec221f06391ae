import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Parley's embedded PostgreSQL while it runs. */
export interface FoundDatabase {
  /** The postmaster's process. */
  pid: number;
  connection: { host: string; port: number; user: string; database: string };
}

/** Parley calls both the user and the database by its own name. */
const NAME = 'parley';

/** Reads where the database of a data folder answers from PostgreSQL's own lock file (its documented layout). */
export function findDatabase(dataDir: string): FoundDatabase {
  const [pid, , , port, socketDir] = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  if (pid === undefined || port === undefined || socketDir === undefined) {
    throw new Error("the database's lock file is incomplete");
  }
  return {
    pid: Number(pid),
    connection: { host: socketDir, port: Number(port), user: NAME, database: NAME },
  };
}
