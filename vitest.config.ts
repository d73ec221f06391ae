import { join } from 'node:path';

import { defineConfig } from 'vitest/config';
import type { TestProjectConfiguration } from 'vitest/config';

/** A room's tests run beside its code; `globalSetup` brings up what all of them share. */
function project(name: string, folder: string, globalSetup?: string): TestProjectConfiguration {
  const root = join(import.meta.dirname, folder);
  return {
    test: {
      name,
      root,
      include: ['**/*.test.ts'],
      environment: 'node',
      // A busy machine is slow, not wrong.
      testTimeout: 20_000,
      hookTimeout: 60_000,
      globalSetup: globalSetup === undefined ? [] : [join(root, globalSetup)],
    },
  };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('protocol', 'packages/protocol'),
      project('core', 'packages/core'),
      project('client', 'packages/client'),
      project('server', 'packages/server', 'testing/postgres.global.ts'),
      project('sdk', 'e2e/sdk', 'server.global.ts'),
      project('web', 'apps/web'),
      project('bench', 'bench/media'),
      project('tools', 'tools'),
    ],
  },
});
