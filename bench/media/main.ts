// `npm run bench:media`: calls of Parley beside PeerJS's and simple-peer's, through the same bad networks, in one run.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, warnIfBusy } from '../measure/machine.ts';
import { watchOthers } from '../measure/others.ts';
import { RESULTS } from '../report/save.ts';
import { reasonOf } from './call-cycle.ts';
import { measureAccuracy } from './network/accuracy.ts';
import { parseOptions } from './options.ts';
import type { Options } from './options.ts';
import type { Figure } from './report/figure.ts';
import { formatFailures, formatTables } from './report/table.ts';
import { ROWS } from './rows/all.ts';
import { delayed } from './rows/row.ts';
import { openStage } from './stage.ts';

function say(line: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

async function bench(options: Options, signal: AbortSignal) {
  const busy = warnIfBusy();
  if (busy !== undefined) say(busy);
  const othersWorked = watchOthers();
  const startedAt = new Date().toISOString();
  say('starting coturn, servers, lines and browsers');
  const stage = await openStage(options);
  try {
    const accuracy = await measureAccuracy(stage.network, delayed(50));
    const figures: Figure[] = [];
    const broken: string[] = [];
    for (const name of options.rows) {
      if (signal.aborted) break;
      say(`row ${name}`);
      const context = { ...options, stage, say };
      try {
        figures.push(...(await ROWS[name](context)));
      } catch (error) {
        // The other rows are still worth having; this one is told as what it is, and the run as failed.
        broken.push(`row ${name} broke off: ${reasonOf(error)}`);
        say(broken.at(-1) ?? '');
      }
    }
    const warnings = [busy, othersWorked()].filter((warning) => warning !== undefined);
    const machine = describeMachine();
    const lines = await stage.network.usage();
    return {
      startedAt,
      options,
      machine,
      browser: stage.browsers.version,
      accuracy,
      lines,
      warnings,
      broken,
      figures,
    };
  } finally {
    await stage.close();
  }
}

function save(run: { startedAt: string }): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `media-${run.startedAt.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}

async function main(): Promise<void> {
  const interruption = new AbortController();
  // Between two rows everything is put away in order; a second time, at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  const run = await bench(parseOptions(process.argv.slice(2)), interruption.signal);
  const { processor, cores, memoryGb, system, node } = run.machine;
  console.log(
    `\n${processor}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}; Chromium ${run.browser}`,
  );
  const { udp, tcp } = run.accuracy;
  const { delivered, over2Ms, over10Ms } = run.lines;
  const share = (count: number): string => `${((100 * count) / Math.max(1, delivered)).toFixed(2)} %`;
  console.log(
    `The lines, a delay of 50 ms: off by ${udp.p50Ms.toFixed(1)} ms at the median, ${udp.p95Ms.toFixed(1)} ms at p95 (UDP); ` +
      `${tcp.p50Ms.toFixed(1)} and ${tcp.p95Ms.toFixed(1)} ms (TCP)`,
  );
  console.log(
    `In the run: ${share(over2Ms)} of ${delivered} packets more than 2 ms late, ${share(over10Ms)} more than 10 ms\n`,
  );
  console.log(formatTables(run.figures));
  const failures = formatFailures(run.figures);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
  if (run.broken.length > 0) process.exitCode = 1;
  for (const line of run.broken) console.log(`\n${line}`);
  for (const warning of run.warnings) console.log(`\n${warning}`);
  console.log(`\nAll figures: ${save(run)}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
