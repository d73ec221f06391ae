// Starts PostgreSQL for a Parley that was given no DATABASE_URL: on a private unix socket, tied to this process.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import { bareEnvironment, commandAs, runAs, tieToUs } from '../run-as.ts';
import type { Identity } from '../run-as.ts';
import { findBinaries } from './embedded-binaries.ts';
import type { Binaries } from './embedded-binaries.ts';
import { enterHome, knownHome, makePrivate, makeSocketDir, SOCKET_PORT } from './embedded-places.ts';
import {
  clearOwner,
  findSocketDir,
  readPostmaster,
  settlePrevious,
  writeOwner,
} from './embedded-previous.ts';
import { chooseIdentity } from './embedded-user.ts';

/** What `pg` needs to connect. */
export interface EmbeddedConnection {
  /** The folder of the private unix socket; `pg` takes a folder as a host. */
  host: string;
  port: number;
  user: string;
  database: string;
}

/** A running database. */
export interface EmbeddedPostgres {
  connection: EmbeddedConnection;
  /** Closes every connection, writes everything out and waits until the database is gone. Harmless twice. */
  stop: () => Promise<void>;
}

/** `dataDir` is made if missing; `log` gets one line at a time, PostgreSQL's own included. */
export interface EmbeddedOptions {
  dataDir: string;
  log: (line: string) => void;
}

/** Both the superuser of the private cluster and its database. */
const NAME = 'parley';

/** Crash recovery after a power cut may take long; a start that takes longer than this is broken. */
const START_LIMIT_MS = 120_000;

/** After this, a fast shutdown becomes an immediate one: still safe, recovered at the next start. */
const STOP_LIMIT_MS = 30_000;

/** Starts (and on first use makes) the database of a data folder. Throws with a sentence that says what to do. */
export async function startEmbeddedPostgres({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const identity = chooseIdentity(join(knownHome(dataDir), 'cluster'));
  const home = realpathSync(enterHome(dataDir, identity, log));
  const cluster = join(home, 'cluster');
  const binaries = findBinaries(identity, clusterMajor(cluster), log);

  await settlePrevious(home, log);
  if (clusterMajor(cluster) === undefined) initialise(cluster, binaries, identity, log);

  const socketDir = makeSocketDir(home, identity);
  const postmaster = launch(cluster, socketDir, binaries, identity, log);
  const stop = stopOnce(postmaster, home, log);
  try {
    if (postmaster.pid !== undefined) {
      writeOwner(home, { parleyPid: process.pid, postmasterPid: postmaster.pid, socketDir });
    }
    await untilReady(postmaster, cluster);
    const connection = { host: socketDir, port: SOCKET_PORT, user: NAME, database: NAME };
    await ensureDatabase(connection);
    return { connection, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The database of a data folder that another Parley runs at this moment; undefined where none does. */
export function findRunningPostgres(dataDir: string): EmbeddedConnection | undefined {
  const host = findSocketDir(knownHome(dataDir));
  return host === undefined ? undefined : { host, port: SOCKET_PORT, user: NAME, database: NAME };
}

/** Whether there is a database in a data folder, running or not. */
export function hasEmbeddedPostgres(dataDir: string): boolean {
  return clusterMajor(join(knownHome(dataDir), 'cluster')) !== undefined;
}

function clusterMajor(cluster: string): number | undefined {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) return undefined;
  return Number.parseInt(readFileSync(file, 'utf8'), 10);
}

/** Made under another name and renamed when complete: a kill half way leaves nothing that looks like a cluster. */
function initialise(
  cluster: string,
  binaries: Binaries,
  identity: Identity,
  log: (line: string) => void,
): void {
  log(`making a new database in ${cluster}`);
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  makePrivate(draft, identity);
  // The built-in locale sorts the same for ever; libc's may change with the operating system.
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const options = ['--username', NAME, '--encoding', 'UTF8', '--no-instructions', '--data-checksums'];
  const access = ['--auth-local=trust', '--auth-host=reject']; // the socket's folder is the lock
  const result = runAs(identity, join(binaries.bin, 'initdb'), [
    '-D',
    draft,
    ...options,
    ...access,
    ...locale,
  ]);
  if (result.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make a database in ${cluster}: ${result.stderr.trim()}`);
  }
  renameSync(draft, cluster);
}

function launch(
  cluster: string,
  socketDir: string,
  binaries: Binaries,
  identity: Identity,
  log: (line: string) => void,
): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    port: String(SOCKET_PORT),
    shared_buffers: '32MB',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = commandAs(identity, join(binaries.bin, 'postgres'), ['-D', cluster, ...flags], true);
  // Its own process group: Ctrl-C reaches Parley alone, which ends its work before it stops the database.
  const child = spawn(command.file, command.args, {
    ...command.user,
    cwd: '/',
    env: bareEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  createInterface({ input: child.stderr }).on('line', log);
  child.on('error', (error) => log(`PostgreSQL could not be started: ${error.message}`));
  if (child.pid !== undefined) child.once('exit', tieToUs(child.pid));
  return child;
}

async function untilReady(postmaster: ChildProcess, cluster: string): Promise<void> {
  const deadlineMs = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadlineMs) {
    if (postmaster.pid === undefined || hasExited(postmaster)) {
      throw new Error('PostgreSQL stopped while starting; the lines before this one say why.');
    }
    const state = readPostmaster(cluster);
    if (state?.pid === postmaster.pid && state.status === 'ready') return;
    await sleep(10);
  }
  throw new Error(`PostgreSQL was not ready after ${START_LIMIT_MS / 1000} s.`);
}

async function ensureDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [NAME]);
    if (found.rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

function stopOnce(postmaster: ChildProcess, home: string, log: (line: string) => void): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const gone = new Promise<void>((resolve) => {
    postmaster.once('error', () => resolve());
    postmaster.once('exit', (code, signal) => {
      if (stopping === undefined) log(`PostgreSQL has ended by itself (${signal ?? code}); restart Parley`);
      resolve();
    });
  });
  const stop = async () => {
    const impatient = setTimeout(() => postmaster.kill('SIGQUIT'), STOP_LIMIT_MS);
    if (postmaster.pid !== undefined && !hasExited(postmaster)) postmaster.kill('SIGINT');
    await gone;
    clearTimeout(impatient);
    clearOwner(home);
  };
  return () => (stopping ??= stop());
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
