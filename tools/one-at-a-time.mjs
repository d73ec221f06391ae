// Two starts from one folder must not install or build into each other.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ROOT } from './places.mjs';

const NAME = createHash('sha256').update(`${ROOT}\0${process.getuid?.()}`).digest('hex').slice(0, 12);

/** Not in node_modules: `npm ci` deletes that. */
const LOCK_FILE = join(tmpdir(), `parley-prepare-${NAME}`);

/** Between making the file and writing the process id into it. */
const EMPTY_GRACE_MS = 5000;

/**
 * Runs `body` while no other process runs one for this folder; waits for it if need be.
 * @template Result
 * @param {() => Promise<Result>} body
 * @param {string} [lockFile]
 * @returns {Promise<Result>}
 */
export async function oneAtATime(body, lockFile = LOCK_FILE) {
  for (let round = 0; !take(lockFile); round += 1) {
    if (round === 0) console.log('Waiting for another command that installs or builds in this folder …');
    await sleep(100);
  }
  try {
    return await body();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** @param {string} lockFile */
function take(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    if (isStale(lockFile)) rmSync(lockFile, { force: true });
    return false;
  }
}

/** Whether whoever holds it was killed. @param {string} lockFile */
function isStale(lockFile) {
  try {
    const holder = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
    if (Number.isNaN(holder)) return Date.now() - statSync(lockFile).mtimeMs > EMPTY_GRACE_MS;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    // Gone meanwhile (ENOENT), or its process is (ESRCH).
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
