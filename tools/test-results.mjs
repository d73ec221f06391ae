// Counts what the two test runners report. A run is believed only where its report and its exit code agree.

/** @typedef {{ passed: number, failed: number, skipped: number, problems: string[] }} Counts */

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { name: string, status: string, assertionResults: { status: string }[] }[] }} VitestReport */

/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport */

/**
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  // A file that could not even be loaded has no failed test to be counted by.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    problems: broken.map(({ name }) => `${name} could not be run`),
  };
}

/**
 * A test that passed only on a second try has failed.
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function countPlaywright({ stats }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    problems: stats.flaky > 0 ? [`${stats.flaky} passed only on a second try`] : [],
  };
}

/** A suite that did not get as far as a report. @param {string} problem @returns {Counts} */
export function failure(problem) {
  return { passed: 0, failed: 1, skipped: 0, problems: [problem] };
}

/**
 * Adds what the numbers alone would hide.
 * @param {Counts} counts
 * @param {number} exitCode
 * @param {boolean} strict skipped tests are failures (in CI nobody would notice them)
 * @returns {Counts}
 */
export function judge({ passed, failed, skipped, problems }, exitCode, strict) {
  const found = [...problems];
  let failures = failed;
  if (strict && skipped > 0) {
    found.push(`${skipped} skipped, which CI does not allow`);
    failures += skipped;
  }
  if (passed + failures === 0) {
    found.push('no test ran');
    failures += 1;
  }
  if (exitCode !== 0 && failures === 0) {
    found.push(`no test failed, but the runner ended with code ${exitCode}`);
    failures += 1;
  }
  return { passed, failed: failures, skipped, problems: found };
}
