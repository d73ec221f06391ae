// `node tools/checks/main.ts NAME`: runs one of our own checks over the repository.

import { dirname } from 'node:path';

import { findForbiddenImports } from './arrows.ts';
import { findLongFiles } from './file-length.ts';
import { readTree } from './source-tree.ts';
import type { Finding, SourceTree } from './source-tree.ts';
import { findSpecGaps } from './spec-numbers.ts';

const CODE = ['{packages,apps,bench,e2e,tools}/**/*.{ts,tsx,mjs}'];

const CHECKS: Record<string, { globs: string[]; find: (tree: SourceTree) => Finding[] }> = {
  arrows: { globs: CODE, find: findForbiddenImports },
  length: { globs: [...CODE, 'apps/**/*.css'], find: findLongFiles },
  spec: { globs: [...CODE, 'docs/spec/**/*.md'], find: findSpecGaps },
};

const check = CHECKS[process.argv[2] ?? ''];
if (check === undefined) throw new Error(`usage: main.ts ${Object.keys(CHECKS).join('|')}`);
const findings = check.find(readTree(dirname(dirname(import.meta.dirname)), check.globs));
for (const { file, line, message } of findings) {
  console.log(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
