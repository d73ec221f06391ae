import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, expect, test } from 'vitest';

import { oneAtATime } from './one-at-a-time.mjs';

const folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
const lockFile = join(folder, 'lock');

afterAll(() => rmSync(folder, { recursive: true }));

test('the second waits until the first has finished, even if that failed', async () => {
  const order: string[] = [];
  const first = oneAtATime(async () => {
    order.push('first begins');
    await sleep(50);
    order.push('first ends');
    throw new Error('no network');
  }, lockFile);
  const second = oneAtATime(async () => {
    order.push('second begins');
    return 2;
  }, lockFile);
  await expect(first).rejects.toThrow('no network');
  expect(await second).toBe(2);
  expect(order).toEqual(['first begins', 'first ends', 'second begins']);
  expect(existsSync(lockFile)).toBe(false);
});

test('what a killed process has left behind holds nobody up', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lockFile, String(pid));
  expect(await oneAtATime(async () => 'done', lockFile)).toBe('done');
});
