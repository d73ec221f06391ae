import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedConnection, EmbeddedPostgres } from './embedded.ts';

const HOLD_DATABASE = fileURLToPath(new URL('../testing/hold-database.ts', import.meta.url));

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folders: string[] = [];
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A cluster made once: making one takes most of a first start. */
let made = '';

beforeAll(async () => {
  made = newFolder();
  const { stop } = await start(made);
  await stop();
});

/** A folder that only we can enter; PostgreSQL's user, where it is another, has to be let in. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  folders.push(folder);
  return folder;
}

/** A folder with a database that has run before. */
function usedFolder(): string {
  const folder = newFolder();
  const { status } = spawnSync('cp', ['-a', join(made, 'cluster'), folder]);
  if (status !== 0) throw new Error('could not copy the cluster');
  return folder;
}

function start(dataDir: string, lines: string[] = []): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
}

/** Starts a database in a process of its own, to be killed. */
async function startElsewhere(
  dataDir: string,
): Promise<{ child: ChildProcess; connection: EmbeddedConnection }> {
  const child = spawn(process.execPath, [HOLD_DATABASE, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return { child, connection: JSON.parse(await firstLine(child.stdout)) as EmbeddedConnection };
}

async function firstLine(output: Readable): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  throw new Error('the process ended at once');
}

/** The name of a living process; a zombie's program is gone. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0];
  } catch {
    return undefined;
  }
}

async function query(connection: EmbeddedConnection, sql: string): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

/** PostgreSQL's processes, told by their working folder; only these tests use these folders. */
function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

test('a database is made, keeps its rows over a restart, and leaves no process', async () => {
  const folder = newFolder();
  const first = await start(folder);
  await query(first.connection, 'create table kept as select 7 as n');
  await first.stop();
  expect(processesIn(folder)).toEqual([]);

  const second = await start(folder);
  expect(await query(second.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  await second.stop();
  await second.stop();
  expect(processesIn(folder)).toEqual([]);
});

test('what protects the data is on, and nothing listens on TCP', async () => {
  const { connection, stop } = await start(usedFolder());
  const [settings] = await query(
    connection,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
            current_setting('listen_addresses') as tcp, current_setting('server_encoding') as encoding,
            lower('ÄÖÜ') as lowered, 'B' < 'a' as by_code`,
  );
  const on = { fsync: 'on', commit: 'on', pages: 'on', checksums: 'on' };
  expect(settings).toEqual({ ...on, tcp: '', encoding: 'UTF8', lowered: 'äöü', by_code: true });
  expect(statSync(connection.host).mode & 0o777).toBe(0o700);
  expect(statSync(dirname(connection.host)).mode & 0o007).toBe(0);
  await stop();
});

test('kill -9 of the server leaves no process, and the next start finds every committed row', async () => {
  const folder = usedFolder();
  const { child, connection } = await startElsewhere(folder);
  await query(connection, 'create table kept as select 7 as n');
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(processesIn(folder)).toEqual([]), { timeout: 8_000, interval: 50 });

  const next = await start(folder);
  expect(await query(next.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  await next.stop();
});

test('where setpriv is missing, a watchdog stops the database after kill -9', async () => {
  const tie = new URL('../run-as.ts', import.meta.url);
  const program = `
    import { spawn, spawnSync } from 'node:child_process';
    import { watchOver } from ${JSON.stringify(tie.href)};
    const database = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    watchOver(database.pid);
    console.log(database.pid);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const pid = Number(await firstLine(child.stdout));
  expect(commandOf(pid)).toBe('sleep');
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(commandOf(pid)).not.toBe('sleep'), { timeout: 5_000, interval: 20 });
});

test('a start right after kill -9 waits for the previous database to end', async () => {
  const folder = usedFolder();
  const { child, connection } = await startElsewhere(folder);
  await query(connection, 'create table kept as select 7 as n');
  child.kill('SIGKILL');
  const next = await start(folder);
  expect(await query(next.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  await next.stop();
});

test('a data folder that a running Parley holds is refused, naming that process', async () => {
  const folder = usedFolder();
  const { child, connection } = await startElsewhere(folder);
  await expect(start(folder)).rejects.toThrow(
    new RegExp(`already in use by the Parley with process id ${child.pid}.*PARLEY_DATA`),
  );
  expect(await query(connection, 'select 1 as alive')).toEqual([{ alive: 1 }]);
});

test('two data folders run side by side', async () => {
  const [one, two] = await Promise.all([start(usedFolder()), start(usedFolder())]);
  await query(one.connection, 'create table only_in_one ()');
  await expect(query(two.connection, 'table only_in_one')).rejects.toThrow('does not exist');
  await Promise.all([one.stop(), two.stop()]);
});

test('leftovers of a crash do not matter: a stale lock with a living pid, a half-made cluster', async () => {
  const folder = usedFolder();
  mkdirSync(join(folder, 'cluster.new'));
  writeFileSync(join(folder, 'cluster.new', 'PG_VERSION'), '18\n');
  const first = await start(folder);
  await first.stop();
  writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(folder, 'cluster')}\n`);
  const second = await start(folder);
  expect(await query(second.connection, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  await second.stop();
});

test('a path too long for a socket gets its socket in a short one, removed at the end', async () => {
  const folder = newFolder();
  chmodSync(folder, 0o711);
  const { connection, stop } = await start(join(folder, 'x'.repeat(90)));
  expect(connection.host).toMatch(/^\/tmp\/parley-\w+$/);
  expect(statSync(connection.host).mode & 0o777).toBe(0o700);
  expect(await query(connection, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  await stop();
  expect(existsSync(connection.host)).toBe(false);
});

test('a path that others cannot enter: root puts the database elsewhere and says so, others need not', async () => {
  const dataDir = join(newFolder(), 'data');
  const lines: string[] = [];
  const first = await start(dataDir, lines);
  await query(first.connection, 'create table kept as select 7 as n');
  await first.stop();

  const pointer = join(dataDir, 'DATABASE-IS-ELSEWHERE');
  if (process.getuid?.() === 0) {
    const home = readFileSync(pointer, 'utf8').split('\n')[0] ?? '';
    folders.push(home);
    expect(lines.join('\n')).toContain(`the database is in ${home}`);
    expect(existsSync(join(home, 'cluster', 'PG_VERSION'))).toBe(true);
  } else {
    expect(existsSync(pointer)).toBe(false);
  }
  const second = await start(dataDir);
  expect(await query(second.connection, 'select n from kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('a database of a PostgreSQL version that is not here is refused with advice, and left alone', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'cluster'));
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '9\n');
  await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 9.*apt-get install postgresql-9/);
  expect(readdirSync(join(folder, 'cluster'))).toEqual(['PG_VERSION']);
});

test('a database that was elsewhere and is gone is missed, not replaced by an empty one', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'DATABASE-IS-ELSEWHERE'), `${join(folder, 'gone')}\n`);
  await expect(start(folder)).rejects.toThrow(/it is not there.*delete that file/);
});
