import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

interface LockedPackage {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const ROOT = dirname(dirname(import.meta.dirname));

/** Where npm looks for `name` on behalf of the package at `path`: its own folder, then each one above. */
function lookupPaths(path: string, name: string): string[] {
  const above = path
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
  return [...above.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

test('the lock file holds every package of every platform, so that npm ci works on all of them', () => {
  // npm's own format; a wrong shape fails the test.
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !lookupPaths(path, name).some((candidate) => candidate in lock.packages))
      .map((name) => `${path === '' ? 'package.json' : path}: ${name}`),
  );
  expect(missing).toEqual([]);
});
