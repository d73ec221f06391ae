import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from './figures.ts';

/** Kept out of git: figures of one machine on one day. */
export const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

/** Writes all figures of all rounds. @returns the file */
export function saveRun(run: Run): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${run.startedAt.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
