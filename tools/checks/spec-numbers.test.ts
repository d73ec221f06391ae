import { expect, test } from 'vitest';

import { findSpecGaps } from './spec-numbers.ts';

const RULES = [
  'docs/spec/rules.md',
  '- **RULE-1** Nobody rings uninvited.\n- **RULE-2** Blocks win.\n',
] as const;

test('rules that tests cite, in whatever words, leave nothing to say', () => {
  const tree = new Map([
    RULES,
    ['packages/core/a.test.ts', `test('RULE-1: a stranger may not ring', …)`],
    ['e2e/journeys/b.spec.ts', `test('a block holds (RULE-2)', …)`],
  ]);
  expect(findSpecGaps(tree)).toEqual([]);
});

test('a rule without a test is found, even if other code cites it', () => {
  const tree = new Map([
    RULES,
    ['packages/core/a.ts', '// RULE-2'],
    ['packages/core/a.test.ts', `test('RULE-1: …')`],
  ]);
  expect(findSpecGaps(tree)).toEqual([
    { file: 'docs/spec/rules.md', line: 2, message: 'RULE-2 is cited by no test' },
  ]);
});

test('a citation of a rule that does not exist is found; words that only look like one are not', () => {
  const tree = new Map([
    RULES,
    ['packages/core/a.test.ts', `test('RULE-1, RULE-2 in UTF-8 with SHA-256')\ntest('RULE-20: …')`],
  ]);
  expect(findSpecGaps(tree)).toEqual([
    { file: 'packages/core/a.test.ts', line: 2, message: 'cites RULE-20, which no spec defines' },
  ]);
});

test('a number given twice is found', () => {
  const tree = new Map([
    RULES,
    ['docs/spec/more.md', '**RULE-1** again'],
    ['packages/core/a.test.ts', 'RULE-1 RULE-2'],
  ]);
  expect(findSpecGaps(tree)).toEqual([
    { file: 'docs/spec/more.md', line: 1, message: 'RULE-1 is already defined at docs/spec/rules.md:1' },
  ]);
});
