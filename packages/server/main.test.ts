import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from './testing/database.ts';

// Whole processes start here, beside whatever else the machine does.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Running {
  child: ChildProcess;
  output: () => string;
  /** The exit code; null where a signal ended it. */
  ended: Promise<number | null>;
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const running: Running[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await database.drop();
});

/** Parley as a process, on the tests' database and without a relay of its own. */
function start(env: Record<string, string>): Running {
  const { host, port, user, database: name } = database.database;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: `postgres://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`,
      TURN_URLS: 'turn:127.0.0.1:3478',
      TURN_SECRET: 'secret',
      ...env,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const started = { child, output: () => output, ended };
  running.push(started);
  return started;
}

async function untilReady({ output }: Running): Promise<string> {
  await vi.waitFor(() => expect(output()).toContain('Ctrl-C stops it.'), { timeout: 40_000, interval: 20 });
  return /^ {2}(http:\S+)$/m.exec(output())?.[1] ?? '';
}

async function countConnections(): Promise<number> {
  const client = new pg.Client({ ...database.database, database: 'postgres' });
  await client.connect();
  const { rowCount } = await client.query('select 1 from pg_stat_activity where datname = $1', [
    database.database.database,
  ]);
  await client.end();
  return rowCount ?? 0;
}

test('starts, says where to go, and stops cleanly when asked', async () => {
  const parley = start({});
  const origin = await untilReady(parley);
  expect(parley.output().match(/#demo=[\w-]{43}$/gm)).toHaveLength(5);
  expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'ok', database: 'ok', bus: 'ok' });
  expect(await countConnections()).toBeGreaterThan(0);
  parley.child.kill('SIGTERM');
  expect(await parley.ended).toBe(0);
  expect(await countConnections()).toBe(0);
});

test('in production nobody is seeded, and nothing is printed that signs in', async () => {
  const parley = start({ PARLEY_ENV: 'production' });
  const origin = await untilReady(parley);
  expect(parley.output()).not.toMatch(/demo/i);
  const signIn = await fetch(`${origin}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: 'alice', password: 'x' }),
  });
  expect(signIn.status).toBe(401);
  const client = new pg.Client(database.database);
  await client.connect();
  expect((await client.query('select 1 from handles')).rowCount).toBe(0);
  await client.end();
});

test('behind a public name nobody is seeded either: demo accounts only where they belong', async () => {
  const parley = start({ PARLEY_ORIGIN: 'https://parley.example.org' });
  await vi.waitFor(() => expect(parley.output()).toContain('Ctrl-C stops it.'), { timeout: 40_000 });
  expect(parley.output()).toContain('  https://parley.example.org\n');
  expect(parley.output()).not.toMatch(/demo/i);
});

test('a port that is taken is told with what to do, and nothing is left behind', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo; // a server on a port has one
  const parley = start({ PORT: String(port) });
  expect(await parley.ended).toBe(1);
  expect(parley.output()).toBe(
    `Port ${port} is in use, perhaps by another Parley. Stop that, or start Parley on another one, ` +
      `for example: PORT=${port + 1} PARLEY_DATA=./data-${port + 1} npm start\n`,
  );
  taken.close();
});

test.each([
  [
    { PORT: 'x', PARLEY_ENV: 'y' },
    /^Parley cannot start with these settings:\n {2}PORT must be .*\n {2}PARLEY_ENV must be .*\n$/,
  ],
  [
    { HOST: '192.0.2.1', PARLEY_ORIGIN: 'https://parley.example.org' },
    /^HOST=192\.0\.2\.1 is no address of this machine\./,
  ],
  [
    { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
    /^The database could not be opened[^]*\nThe reason: connect ECONNREFUSED/,
  ],
])('%o ends in a sentence, not in a stack', async (env, says) => {
  const parley = start(env);
  expect(await parley.ended).toBe(1);
  expect(parley.output()).toMatch(says);
  expect(parley.output()).not.toMatch(/^\s+at /m);
});

/** A request that never arrives completely: it would keep a server busy for as long as it is waited for. */
async function openHalfRequest(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.write(
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /api/sign-in HTTP/1.1\r\nHost: localhost\r\n',
    );
    socket.once('data', () => resolve());
  });
  return socket;
}

test('a request that hangs does not keep it from stopping', async () => {
  const parley = start({});
  const socket = await openHalfRequest(await untilReady(parley));
  parley.child.kill('SIGTERM');
  expect(await parley.ended).toBe(0);
  socket.destroy();
});

test('a second signal does not wait', async () => {
  const parley = start({});
  const socket = await openHalfRequest(await untilReady(parley));
  parley.child.kill('SIGINT');
  await vi.waitFor(() => expect(parley.output()).toContain('Stopping'), { timeout: 10_000, interval: 5 });
  parley.child.kill('SIGTERM');
  expect(await parley.ended).toBe(130);
  socket.destroy();
});
