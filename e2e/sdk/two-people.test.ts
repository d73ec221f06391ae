import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../packages/client/examples/two-people.ts', import.meta.url));

test('the program of the README runs a call to its end, and exits', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, inject('origin')], {
    timeout: 20_000,
  });
  expect(stdout).toBe('Ann called Ben: completed\n');
}, 60_000);
