// `npm test`: installs what the tests need, runs every suite and ends with one line, `N passed, N failed`.
// --only unit|e2e runs one suite and hands the other arguments to its runner.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureWebBuilt } from './build-web.mjs';
import { onStopSignal, startTied } from './child.mjs';
import { inRoot, NODE_MODULES } from './places.mjs';
import { prepare } from './prepare.mjs';
import { Problem } from './problem.mjs';
import { ensureTestPrograms } from './test-programs.mjs';
import { countPlaywright, countVitest, failure, judge } from './test-results.mjs';

/** @typedef {import('./test-results.mjs').Counts} Counts */

const IN_CI = process.env['CI'] === 'true';
const E2E_CONFIG = inRoot('e2e/playwright.config.ts');
const SUITES = ['unit', 'e2e'];

/**
 * Runs one suite's runner and reads the report it leaves.
 * @template Report
 * @param {{ node24: string, env: NodeJS.ProcessEnv, args: string[], report: string, count: (report: Report) => Counts }} run
 * @returns {Promise<Counts>}
 */
async function runSuite({ node24, env, args, report, count }) {
  rmSync(report, { force: true });
  const runner = startTied(node24, args, env);
  stopRunner = runner.stop;
  const exitCode = await runner.ended;
  if (!existsSync(report)) return failure(`the runner ended with code ${exitCode} and left no report`);
  return judge(count(JSON.parse(readFileSync(report, 'utf8'))), exitCode, IN_CI);
}

/**
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @param {string[]} extra
 */
function runUnit(node24, env, folder, extra) {
  const report = join(folder, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [join(NODE_MODULES, 'vitest/vitest.mjs'), 'run', ...reporters, ...extra];
  return runSuite({ node24, env, args, report, count: countVitest });
}

/**
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @param {string[]} extra
 */
async function runE2e(node24, env, folder, extra) {
  if (!existsSync(E2E_CONFIG)) return failure('e2e/playwright.config.ts is missing');
  const built = await ensureWebBuilt(node24, env).catch(explain);
  if (!built) return failure('there is no web app to test');
  const report = join(folder, 'e2e.json');
  const cli = join(NODE_MODULES, '@playwright/test/cli.js');
  const args = [cli, 'test', '-c', E2E_CONFIG, '--reporter=list,json', ...extra];
  const e2eEnv = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return runSuite({ node24, env: e2eEnv, args, report, count: countPlaywright });
}

/** @returns {Promise<Counts>} the sum over all suites */
async function runAll() {
  const { only, extra } = readArguments(process.argv.slice(2));
  const { node24, env } = await prepare();
  const { chromium, firefox, missing } = await ensureTestPrograms(env);
  for (const sentence of missing) console.error(`Missing: ${sentence}`);

  const folder = mkdtempSync(join(tmpdir(), 'parley-report-'));
  /** @type {[string, Counts][]} */
  const results = [];
  if (only !== 'e2e') results.push(['unit', await runUnit(node24, env, folder, extra)]);
  let notRun = false;
  if (only !== 'unit') {
    if (chromium !== undefined)
      results.push(['e2e', await runE2e(node24, { ...env, ...browsers(chromium, firefox) }, folder, extra)]);
    else if (IN_CI || only === 'e2e') results.push(['e2e', failure('there is no Chromium')]);
    else notRun = true;
  }
  rmSync(folder, { recursive: true, force: true });

  console.log('');
  for (const [name, { passed, failed, skipped, problems }] of results) {
    console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    for (const problem of problems) console.log(`  ${problem}`);
  }
  if (notRun) console.log('e2e: NOT RUN, because there is no Chromium on this machine');
  return results.map(([, counts]) => counts).reduce(add);
}

/**
 * Where the browsers are, for the fixtures that start them.
 * @param {string} chromium
 * @param {string | undefined} firefox
 */
function browsers(chromium, firefox) {
  return { PARLEY_CHROMIUM: chromium, ...(firefox === undefined ? {} : { PARLEY_FIREFOX: firefox }) };
}

/** @param {string[]} args */
function readArguments(args) {
  const at = args.indexOf('--only');
  if (at < 0) {
    if (args.length > 0) throw new Problem('Further arguments need --only unit or --only e2e.');
    return { only: undefined, extra: [] };
  }
  const only = args[at + 1] ?? '';
  if (!SUITES.includes(only)) throw new Problem(`--only takes ${SUITES.join(' or ')}.`);
  return { only, extra: args.toSpliced(at, 2) };
}

/** @param {unknown} error */
function explain(error) {
  console.error(error instanceof Problem ? error.message : error);
  return false;
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    problems: [...a.problems, ...b.problems],
  };
}

/** @type {(signal: NodeJS.Signals) => void} */
let stopRunner = () => process.exit(130);
onStopSignal((signal) => stopRunner(signal));

const { passed, failed } = await runAll().catch((error) => {
  explain(error);
  return failure('the tests could not be started');
});
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
