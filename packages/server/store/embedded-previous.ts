// What an earlier start has left in the data folder: nothing, a database on its way out, or a living one.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { removeSocketDir } from './embedded-places.ts';

/** Written beside the cluster while it runs: which Parley started which postmaster. */
export interface Owner {
  parleyPid: number;
  postmasterPid: number;
  socketDir: string;
}

const OWNER_FILE = 'owner.json';

/** A Parley that is just stopping gets this long before it counts as running. */
const LIVE_GRACE_MS = 3_000;

/** An orphan's fast shutdown writes a checkpoint; slow disks need a while. */
const ORPHAN_GRACE_MS = 60_000;

/** The socket's folder of the database that runs in this home now; undefined where none does. */
export function findSocketDir(home: string): string | undefined {
  const owner = readOwner(home);
  const postmaster = readPostmaster(join(home, 'cluster'));
  if (owner === undefined || postmaster?.pid !== owner.postmasterPid) return undefined;
  // After a power cut both files may be there, and that process id somebody else's.
  const isOurs = parentOf(owner.postmasterPid) === owner.parleyPid;
  return isOurs && postmaster.status === 'ready' ? owner.socketDir : undefined;
}

/** Records who runs the cluster of this home. */
export function writeOwner(home: string, owner: Owner): void {
  writeFileSync(join(home, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
}

/** Forgets the owner after an orderly stop, or after the last one is known to be gone. */
export function clearOwner(home: string): void {
  const owner = readOwner(home);
  if (owner !== undefined) removeSocketDir(owner.socketDir);
  rmSync(join(home, OWNER_FILE), { force: true });
}

/**
 * Waits until no process uses the cluster, asking an orphan of ours to stop.
 * Throws where a living Parley, or a postmaster that is not ours, holds it.
 */
export async function settlePrevious(home: string, log: (line: string) => void): Promise<void> {
  const cluster = join(home, 'cluster');
  const startedMs = Date.now();
  let interrupted = false;
  for (let round = 0; ; round += 1) {
    const holders = clusterProcesses(cluster);
    if (holders.length === 0) break;
    if (round === 0) log('waiting for the previous database process to stop');
    const postmaster = readPostmaster(cluster);
    const owner = readOwner(home);
    const orphaned = owner !== undefined && parentOf(owner.postmasterPid) !== owner.parleyPid;
    if (orphaned && !interrupted && holders.includes(owner.postmasterPid)) {
      process.kill(owner.postmasterPid, 'SIGINT');
      interrupted = true;
    }
    const graceMs = orphaned || postmaster?.status === 'stopping' ? ORPHAN_GRACE_MS : LIVE_GRACE_MS;
    if (Date.now() - startedMs > graceMs) throw new Error(heldMessage(home, holders, owner));
    await sleep(50);
  }
  // No process of this cluster is left, so the lock file can only mislead: its pid may be anyone's by now.
  if (process.platform === 'linux') rmSync(join(cluster, 'postmaster.pid'), { force: true });
  clearOwner(home);
}

function heldMessage(home: string, holders: readonly number[], owner: Owner | undefined): string {
  const who = owner === undefined ? '' : ` by the Parley with process id ${owner.parleyPid}`;
  return (
    `The database in ${home} is already in use${who} (PostgreSQL process ${holders.join(', ')}). ` +
    'Stop that one first, or give this one its own PARLEY_DATA and PORT.'
  );
}

/** What the cluster's lock file says: process id, and state in its eighth line (as pg_ctl reads it). */
export function readPostmaster(cluster: string): { pid: number; status: string } | undefined {
  const file = join(cluster, 'postmaster.pid');
  const lines = readIfThere(file)?.split('\n');
  const pid = Number.parseInt(lines?.[0] ?? '', 10);
  return Number.isInteger(pid) ? { pid, status: lines?.[7]?.trim() ?? 'starting' } : undefined;
}

/** Every process that works in this cluster; PostgreSQL's processes have it as their working folder. */
function clusterProcesses(cluster: string): number[] {
  if (!existsSync('/proc/self/cwd')) {
    const postmaster = readPostmaster(cluster);
    const name = postmaster === undefined ? '' : processField(postmaster.pid, 'comm');
    return postmaster !== undefined && basename(name) === 'postgres' ? [postmaster.pid] : [];
  }
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => workingFolder(pid) === cluster);
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone meanwhile, or another user's: then it is not ours to wait for
  }
}

function parentOf(pid: number): number | undefined {
  // The second field, the program's name, may itself hold blanks and brackets.
  const stat = readIfThere(`/proc/${pid}/stat`);
  const text = stat === undefined ? processField(pid, 'ppid') : stat.slice(stat.lastIndexOf(')') + 4);
  const parent = Number.parseInt(text, 10);
  return Number.isInteger(parent) ? parent : undefined;
}

/** For systems without /proc. */
function processField(pid: number, field: 'ppid' | 'comm'): string {
  return spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

function readOwner(home: string): Owner | undefined {
  const text = readIfThere(join(home, OWNER_FILE));
  if (text === undefined) return undefined;
  try {
    // Our own file, written by writeOwner; a torn one counts as none.
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
