// `npm run bench`: Parley beside a bare relay and PeerJS's server, on this machine, in one run.

import { createBaseline } from './contestants/baseline.ts';
import type { Contestant } from './contestants/contestant.ts';
import { prepareParley } from './contestants/parley.ts';
import type { Prepared } from './contestants/parley.ts';
import { describeMachine, readOpenFilesLimit, warnIfBusy } from './measure/machine.ts';
import { watchOthers } from './measure/others.ts';
import { parseOptions } from './options.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan.ts';
import type { Entry, Run } from './report/figures.ts';
import { RESULTS, saveRun } from './report/save.ts';
import { formatTable } from './report/table.ts';
import { judgeTargets } from './report/verdicts.ts';
import { runRound } from './round.ts';

/** Beside the sockets: programs, libraries, the database. */
const OTHER_OPEN_FILES = 500;

function ensureEnoughOpenFiles({ idleConnections }: Plan): void {
  const needed = idleConnections + OTHER_OPEN_FILES;
  const limit = readOpenFilesLimit();
  if (limit >= needed) return;
  throw new Error(
    `A process may have only ${limit} files open here, and ${idleConnections} connections need ${needed}. ` +
      `Raise the limit in this shell and run the bench again: ulimit -n ${needed}`,
  );
}

function say(line: string): void {
  console.error(line);
}

async function runRounds(
  contestants: readonly Contestant[],
  plan: Plan,
  signal: AbortSignal,
): Promise<Entry[]> {
  const entries = contestants.map((contestant) => ({ contestant, rounds: [] as Entry['rounds'] }));
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const { contestant, rounds } of entries) {
      say(`round ${round} of ${plan.rounds}: ${contestant.title}`);
      rounds.push(await runRound(contestant, { plan, seed: round, signal }));
    }
  }
  return entries.map(({ contestant: { name, title }, rounds }) => ({ name, title, rounds }));
}

async function bench({ plan, contestants, profile }: Options, signal: AbortSignal): Promise<Run> {
  ensureEnoughOpenFiles(plan);
  const busy = warnIfBusy();
  if (busy !== undefined) say(busy);
  const othersWorked = watchOthers();
  const startedAt = new Date().toISOString();
  const pairCount = Math.max(plan.callingPairs, Math.ceil(plan.idleConnections / 2));
  let parley: Prepared | undefined;
  try {
    if (contestants.includes('parley')) {
      say('preparing: people for Parley, and the weight of its web app');
      parley = await prepareParley(pairCount, profile ? RESULTS : undefined);
    }
    const baselines = contestants.filter((name) => name !== 'parley');
    const everybody = [
      ...(parley === undefined ? [] : [parley.contestant]),
      ...baselines.map((name) => createBaseline(name, pairCount)),
    ];
    const entries = await runRounds(everybody, plan, signal);
    const webApp = parley?.webApp ?? { unknown: 'Parley was left out' };
    const warnings = [busy, othersWorked()].filter((warning) => warning !== undefined);
    return { startedAt, plan, machine: describeMachine(), warnings, entries, webApp };
  } finally {
    await parley?.dispose();
  }
}

async function main(): Promise<void> {
  // Every server and file of ours is put away on the way out, as after any failure.
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('Stopped.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const run = await bench(parseOptions(process.argv.slice(2)), interruption.signal);
  const { processor, cores, memoryGb, system, node } = run.machine;
  console.log(`\n${processor}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}\n`);
  console.log(formatTable(run));
  console.log(`\n${judgeTargets(run).join('\n')}`);
  for (const warning of run.warnings) console.log(`\n${warning}`);
  console.log(`\nAll figures: ${saveRun(run)}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
