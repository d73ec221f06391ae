// One embedded PostgreSQL for a whole vitest run; each test file makes its own database in it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { startEmbeddedPostgres } from '../store/embedded.ts';
import type { EmbeddedConnection } from '../store/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's PostgreSQL answers: `inject('postgres')` in a test. */
    postgres: EmbeddedConnection;
  }
}

/** vitest calls this before the first test of the server and the returned function after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const lines: string[] = [];
  try {
    const database = await startEmbeddedPostgres({ dataDir: folder, log: (line) => lines.push(line) });
    project.provide('postgres', database.connection);
    return async () => {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`no database for the tests:\n${lines.join('\n')}`, { cause: error });
  }
}
