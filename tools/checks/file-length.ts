// No file grows past what one can hold in mind.

import type { Finding, SourceTree } from './source-tree.ts';

const MAX_LINES = 400;

/** Files that are too long. */
export function findLongFiles(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  for (const [file, text] of tree) {
    const lines = text.trimEnd().split('\n').length;
    if (lines > MAX_LINES) findings.push({ file, message: `has ${lines} lines; the limit is ${MAX_LINES}` });
  }
  return findings;
}
