// `npm run check`: everything that can be known without running Parley, a line for each check.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { runQuietly } from './child.mjs';
import { inRoot, NODE_MODULES } from './places.mjs';
import { prepare } from './prepare.mjs';
import { runMain } from './problem.mjs';

/** @typedef {{ name: string, command: string[] }} Check */

/** As many as a small machine has processors; most checks use several by themselves. */
const AT_ONCE = 2;

const UNCHECKED = new Set(['node_modules', 'dist', 'results']);

/** @param {string} name */
const bin = (name) => join(NODE_MODULES, '.bin', name);

/** Every tsconfig of every workspace; one without a tsconfig.json fails, rather than be forgotten. */
function typeChecks() {
  const nested = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(inRoot(folder)).map((name) => `${folder}/${name}`),
  );
  return [...nested, 'bench', 'e2e', 'tools']
    .filter((folder) => existsSync(inRoot(folder, 'package.json')))
    .flatMap((folder) => [...new Set([`${folder}/tsconfig.json`, ...tsconfigsBelow(folder)])])
    .map((config) => ({
      name: `types ${config.replace(/\/tsconfig\.json$/, '')}`,
      command: [bin('tsc'), '-p', config, '--pretty', 'false'],
    }));
}

/**
 * Further ones count too: tsconfig.pure.json proves a package free of Node and DOM types.
 * @param {string} folder
 * @returns {string[]}
 */
function tsconfigsBelow(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return UNCHECKED.has(entry.name) ? [] : tsconfigsBelow(path);
    return /^tsconfig(\..+)?\.json$/.test(entry.name) ? [path] : [];
  });
}

/** The slow ones first, so that the others fill the gaps. @param {string} node24 @returns {Check[]} */
function allChecks(node24) {
  const own = inRoot('tools/checks/main.ts');
  return [
    { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'unused', command: [node24, join(NODE_MODULES, 'knip/bin/knip.js'), '--no-progress'] },
    ...typeChecks(),
    { name: 'format', command: [bin('oxfmt'), '--check', '.'] },
    { name: 'arrows', command: [node24, own, 'arrows'] },
    { name: 'spec numbers', command: [node24, own, 'spec'] },
    { name: 'file length', command: [node24, own, 'length'] },
  ];
}

/**
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 */
async function runCheck({ name, command: [file = '', ...args] }, env) {
  const startedMs = performance.now();
  const { code, output } = await runQuietly(file, args, env);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trim().replace(/^/gm, '       '));
  return code === 0;
}

await runMain(async () => {
  const { node24, env } = await prepare();
  const waiting = allChecks(node24);
  let failed = 0;
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await runCheck(check, env))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(failed === 0 ? 'All checks passed.' : `${failed} checks failed.`);
  return failed === 0 ? 0 : 1;
});
