// Every numbered rule of docs/spec is cited by a test, and every number a test cites exists.

import { isTest } from './source-tree.ts';
import type { Finding, SourceTree } from './source-tree.ts';

/** A rule is defined by its number in bold: **CON-1**. */
const DEFINITION = /\*\*([A-Z]{2,6}-\d+)\b[^*]*\*\*/g;

/** Tests cite in any text: `CON-1: …`. The prefix must be one that the spec uses, so UTF-8 is no citation. */
const CITATION = /\b([A-Z]{2,6})-\d+\b/g;

/** Compares docs/spec/*.md with the test files. */
export function findSpecGaps(tree: SourceTree): Finding[] {
  const findings: Finding[] = [];
  const defined = new Map<string, { file: string; line: number }>();
  for (const [file, text] of tree) {
    if (!/^docs\/spec\/.*\.md$/.test(file)) continue;
    for (const match of text.matchAll(DEFINITION)) {
      const number = match[1] ?? '';
      const line = lineAt(text, match.index);
      const earlier = defined.get(number);
      if (earlier !== undefined) {
        findings.push({
          file,
          line,
          message: `${number} is already defined at ${earlier.file}:${earlier.line}`,
        });
      } else {
        defined.set(number, { file, line });
      }
    }
  }

  const prefixes = new Set([...defined.keys()].map((number) => number.split('-')[0] ?? ''));
  const cited = new Set<string>();
  for (const [file, text] of tree) {
    if (!isTest(file) && !isBrowserTest(file)) continue;
    for (const match of text.matchAll(CITATION)) {
      const [number, prefix = ''] = match;
      cited.add(number);
      if (prefixes.has(prefix) && !defined.has(number)) {
        findings.push({
          file,
          line: lineAt(text, match.index),
          message: `cites ${number}, which no spec defines`,
        });
      }
    }
  }
  for (const [number, { file, line }] of defined) {
    if (!cited.has(number)) findings.push({ file, line, message: `${number} is cited by no test` });
  }
  return findings;
}

function isBrowserTest(file: string): boolean {
  return file.startsWith('e2e/') && /\.(spec|test)\.ts$/.test(file);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
