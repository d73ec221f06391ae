// The project's own text files, as plain data: checks are functions of it, so tests can feed them made-up trees.

import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Path below the root, with `/` between the parts → text. */
export type SourceTree = ReadonlyMap<string, string>;

/** One broken rule. */
export interface Finding {
  file: string;
  /** Counted from 1; absent where the finding is about the whole file. */
  line?: number;
  message: string;
}

const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', 'test-results', 'playwright-report']);

/** Reads every file that matches one of the globs, leaving out what is generated or installed. */
export function readTree(root: string, globs: readonly string[]): SourceTree {
  const files = globSync([...globs], { cwd: root, exclude: (name) => NOT_OURS.has(name) });
  return new Map(
    files.toSorted().map((file) => [file.split(sep).join('/'), readFileSync(join(root, file), 'utf8')]),
  );
}

/** Test files and what only tests load. */
export function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(file) || file.split('/').includes('testing');
}
