import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveKey, loadSecret } from './secret.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-secret-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

const load = () => loadSecret({ secret: undefined, dataDir });

test('BOOK-6: the secret is made once, for its owner’s eyes alone', async () => {
  const made = await load();
  expect(made).toHaveLength(32);
  expect(await load()).toEqual(made);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
});

test('BOOK-6: processes that start at once have one secret, and leave nothing else behind', async () => {
  const [one, ...others] = await Promise.all([1, 2, 3, 4].map(load));
  for (const other of others) expect(other).toEqual(one);
  expect(await readdir(dataDir)).toEqual(['secret']);
});

test('BOOK-6: one that is damaged is never replaced by another: address books would match nobody', async () => {
  await writeFile(join(dataDir, 'secret'), 'half');
  await expect(load()).rejects.toThrow('is damaged');
});

test('BOOK-6: each use has a key of its own', () => {
  const secret = Buffer.from('a secret that is long enough for it');
  expect(deriveKey(secret, 'vapid')).not.toEqual(deriveKey(secret, 'identifier-hash'));
  expect(deriveKey(secret, 'vapid')).toEqual(deriveKey(secret, 'vapid'));
});
