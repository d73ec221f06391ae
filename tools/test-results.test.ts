import { describe, expect, test } from 'vitest';

import { countPlaywright, countVitest, failure, judge } from './test-results.mjs';

const GREEN = { passed: 3, failed: 0, skipped: 0, problems: [] };

function vitestReport(numPassedTests: number, statuses: string[]) {
  return {
    numPassedTests,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: statuses.map((status, index) => ({
      name: `${index}.test.ts`,
      status,
      assertionResults: [],
    })),
  };
}

describe('counting', () => {
  test('a test file that could not be loaded counts as failed', () => {
    expect(countVitest(vitestReport(3, ['passed', 'failed']))).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
      problems: ['1.test.ts could not be run'],
    });
  });

  test('a browser test that passed on its second try has failed', () => {
    const counts = countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 1 } });
    expect(counts).toEqual({
      passed: 5,
      failed: 3,
      skipped: 1,
      problems: ['2 passed only on a second try'],
    });
  });
});

describe('judging', () => {
  test('all passed and exit code 0 is a success', () => {
    expect(judge(GREEN, 0, true)).toEqual(GREEN);
  });

  test('a bad exit code is a failure, whatever the report says', () => {
    expect(judge(GREEN, 1, false)).toMatchObject({ passed: 3, failed: 1 });
  });

  test('nothing ran is a failure, even with exit code 0', () => {
    expect(judge({ ...GREEN, passed: 0 }, 0, false)).toMatchObject({ failed: 1, problems: ['no test ran'] });
    expect(judge({ ...GREEN, passed: 0, skipped: 4 }, 0, false)).toMatchObject({ failed: 1 });
  });

  test('skipped tests are failures in CI only', () => {
    expect(judge({ ...GREEN, skipped: 2 }, 0, true)).toMatchObject({ failed: 2 });
    expect(judge({ ...GREEN, skipped: 2 }, 0, false)).toMatchObject({ failed: 0, skipped: 2 });
  });

  test('a runner that left no report is one failure', () => {
    expect(failure('gone')).toEqual({ passed: 0, failed: 1, skipped: 0, problems: ['gone'] });
  });
});
