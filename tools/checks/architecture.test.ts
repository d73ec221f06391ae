import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readArchitectureTree } from './architecture.ts';

const ROOT = dirname(dirname(import.meta.dirname));

function readTree(): string[] {
  return readArchitectureTree(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8'));
}

describe('ARCHITECTURE.md', () => {
  test('names no folder that is not there', () => {
    const tree = readTree();
    expect(tree.length).toBeGreaterThan(5);
    expect(tree.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
  });

  test('leaves out no package, no app and no room of the server', () => {
    const tree = readTree();
    const real = ['packages', 'apps', 'packages/server'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name))
        .map((entry) => `${folder}/${entry.name}`),
    );
    expect(real.filter((folder) => !tree.includes(folder))).toEqual([]);
  });
});

test('a tree is read with levels, several names on a line, long names and prose', () => {
  const markdown = [
    '# A house',
    '```',
    'package.json   workspaces/ are named here',
    'docs/spec/     numbered rules',
    'packages/',
    '  core/        pure/ inside',
    '    call/ plan/   two rooms',
    '  server/',
    '    main.ts    not a folder',
    'bench/  e2e/   measured and clicked',
    '```',
    '```',
    'other/',
    '```',
  ].join('\n');
  expect(readArchitectureTree(markdown)).toEqual([
    'docs/spec',
    'packages',
    'packages/core',
    'packages/core/call',
    'packages/core/plan',
    'packages/server',
    'bench',
    'e2e',
  ]);
});
