import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findRunningPostgres, startEmbeddedPostgres } from './store/embedded.ts';
import type { EmbeddedPostgres } from './store/embedded.ts';
import { createTestDatabase } from './testing/database.ts';

// Each command is a process of its own, which on a busy machine takes seconds to begin.
vi.setConfig({ testTimeout: 60_000 });

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

let folder: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-cli-test-'));
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => undefined });
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function parley(
  words: string[],
  env: Record<string, string>,
): { code: number | null; out: string; err: string } {
  const { PATH = '' } = process.env;
  const done = spawnSync(process.execPath, [CLI, ...words], { env: { PATH, ...env }, encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test('ADM-13: with DATABASE_URL, JSON and nothing else', async () => {
  const { database, drop } = await createTestDatabase();
  const socket = encodeURIComponent(database.host);
  const url = `postgres://${database.user}@localhost:${database.port}/${database.database}?host=${socket}`;
  const env = { DATABASE_URL: url, PARLEY_DATA: folder };
  expect(parley(['admin', 'audit', '--json'], env)).toEqual({ code: 0, out: '[]\n', err: '' });
  expect(parley(['admin', 'verify', 'nobody_there'], env)).toEqual({
    ...{ code: 1, out: '', err: 'There is no such account.\n' },
  });
  // Looking leaves nothing behind.
  expect(readdirSync(folder)).toEqual(['data']);
  await drop();
});

test('ADM-13: the built-in database of a server that runs is found by its data folder', () => {
  const dataDir = join(folder, 'data');
  expect(findRunningPostgres(dataDir)).toEqual(postgres.connection);
  // This one has no tables yet: the server has never been started on it.
  const { code, err } = parley(['admin', 'audit'], { PARLEY_DATA: dataDir });
  expect([code, err]).toEqual([
    1,
    'The database is not that of this version of Parley. Start the server once; it brings it up to date.\n',
  ]);
});

test('ADM-13: what cannot be is told with exit code 1, what there is not with 2', () => {
  const nowhere = join(folder, 'nowhere');
  const missing = parley(['admin', 'audit'], { PARLEY_DATA: nowhere });
  expect([missing.code, missing.err]).toEqual([
    1,
    expect.stringContaining(`There is no Parley in ${nowhere}.`),
  ]);
  expect(findRunningPostgres(nowhere)).toBeUndefined();
  const unknown = parley(['admin', 'frobnicate'], { PARLEY_DATA: nowhere });
  expect([unknown.code, unknown.out, unknown.err]).toEqual([2, '', expect.stringContaining('Usage:')]);
  expect(parley(['--help'], {}).code).toBe(0);
});
