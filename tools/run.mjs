// `node tools/run.mjs FILE.ts …`: runs a TypeScript file on Node 24, installing first if needed.

import { resolve } from 'node:path';

import { onStopSignal, startTied } from './child.mjs';
import { prepare } from './prepare.mjs';
import { Problem, runMain } from './problem.mjs';

await runMain(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Problem('usage: node tools/run.mjs FILE.ts [arguments]');
  const { node24, env } = await prepare();
  const program = startTied(node24, [resolve(file), ...args], env);
  onStopSignal(program.stop);
  return program.ended;
});
