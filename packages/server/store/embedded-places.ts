// Where the embedded database lives: in the data folder, unless the user who runs it cannot get there.

import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Identity } from '../run-as.ts';
import { canEnter } from './embedded-user.ts';

/** Names the socket file, `.s.PGSQL.5432`; nothing listens on TCP. */
export const SOCKET_PORT = 5432;

/** The kernel's limit for the path of a unix socket, in bytes, without the closing NUL. */
const SOCKET_PATH_LIMIT_BYTES = 107;

/** What root shares with the unprivileged user, where that one cannot enter the checkout. */
export const SHARED_ROOT = '/var/lib/parley';

/** Left in a data folder whose database had to go elsewhere. */
const POINTER_FILE = 'DATABASE-IS-ELSEWHERE';

/** The folder that holds `cluster/`, PostgreSQL's own files, as far as it is settled already. */
export function knownHome(dataDir: string): string {
  const folder = resolve(dataDir);
  const pointer = join(folder, POINTER_FILE);
  if (!existsSync(pointer)) return folder;
  const home = readFileSync(pointer, 'utf8').split('\n')[0]?.trim() ?? '';
  if (home !== '' && existsSync(home)) return home;
  throw new Error(
    `${pointer} says that the database is in "${home}", and it is not there. ` +
      'Bring it back, or delete that file to begin with an empty database.',
  );
}

/** The home, entered: an existing one as it is, a new one where the user can get to. Says so if that is elsewhere. */
export function enterHome(dataDir: string, identity: Identity, log: (line: string) => void): string {
  const home = knownHome(dataDir);
  mkdirSync(home, { recursive: true });
  if (canEnter(identity, home) || admit(identity, home)) return home;
  if (!existsSync(join(home, 'cluster'))) return makeHomeElsewhere(home, log);
  throw new Error(
    `PostgreSQL's user cannot enter ${home}, where the database is. Let others pass through the folders above it ` +
      `(chmod o+x), or move ${home} to a place like /srv and set PARLEY_DATA.`,
  );
}

function makeHomeElsewhere(folder: string, log: (line: string) => void): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const home = join(SHARED_ROOT, name);
  makeEnterable(SHARED_ROOT);
  makeEnterable(home);
  writeFileSync(
    join(folder, POINTER_FILE),
    `${home}\n\nPostgreSQL's user cannot enter this folder, so the database is in the one above. Back up that one.\n`,
  );
  log(`the database's user cannot enter ${folder}: the database is in ${home}`);
  return home;
}

/** Lets the user pass through the data folder by its group, where nobody else uses the group. */
function admit(identity: Identity, folder: string): boolean {
  const { uid, mode } = statSync(folder);
  if (identity.kind === 'self' || uid !== process.getuid?.() || (mode & 0o070) !== 0) return false;
  chownSync(folder, uid, identity.gid);
  chmodSync(folder, (mode & 0o777) | 0o010);
  return canEnter(identity, folder);
}

/** Makes a folder that PostgreSQL's user can pass through, whatever our umask says; its content stays private. */
export function makeEnterable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
}

/** Makes (or takes over) a folder that only `identity`, and root, can enter. */
export function makePrivate(folder: string, identity: Identity): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (identity.kind === 'user') chownSync(folder, identity.uid, identity.gid);
  return folder;
}

/** A folder for the socket: in the home, or in /tmp where the home's path is too long for a socket. */
export function makeSocketDir(home: string, identity: Identity): string {
  const inHome = join(home, 'socket');
  const socketPath = join(inHome, `.s.PGSQL.${SOCKET_PORT}`);
  if (Buffer.byteLength(socketPath) <= SOCKET_PATH_LIMIT_BYTES) return makePrivate(inHome, identity);
  // A random name that did not exist before: nobody can have laid a trap there.
  return makePrivate(mkdtempSync('/tmp/parley-'), identity);
}

/** Removes the socket folder if it is one of those in /tmp. */
export function removeSocketDir(socketDir: string): void {
  const found = lstatSync(socketDir, { throwIfNoEntry: false });
  if (socketDir.startsWith('/tmp/parley-') && found?.isDirectory() === true) {
    rmSync(socketDir, { recursive: true, force: true });
  }
}
