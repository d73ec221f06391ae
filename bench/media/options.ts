import { parseArgs } from 'node:util';
import type { Amount } from './rows/row.ts';
import { ROWS } from './rows/all.ts';
import type { RowName } from './rows/all.ts';

export interface Options {
  amount: Amount;
  delaysMs: readonly number[];
  rows: readonly RowName[];
  seed: number;
  /** Measure the others alone. */
  withParley: boolean;
  /** In the rows about latency, these alone; empty: all. */
  only: readonly string[];
}

const DELAYS_MS = [0, 25, 50, 150];

const FULL: Amount = { calls: 100, incidents: 12, races: 1_000, narrowSeconds: 60 };
/** Some minutes: that it works, and roughly how well. */
const QUICK: Amount = { calls: 10, incidents: 3, races: 100, narrowSeconds: 20 };

const USAGE = `usage: npm run bench:media [-- OPTIONS]
  --quick          few of each, some minutes
  --calls N        calls for each network in the rows about latency (100)
  --incidents N    reloads, killed servers, changed networks and moves (12)
  --profile MS     at this one-way delay alone: ${DELAYS_MS.join(', ')}; more than once for more
  --row NAME       this row alone: ${Object.keys(ROWS).join(', ')}; more than once for more
  --only NAME      in the row about latency, this one alone: parley, parley-cold, peerjs, simple-peer, hand-early, hand-cold
  --seed N         of the losses (1)
  --without-parley the others alone`;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        calls: { type: 'string' },
        incidents: { type: 'string' },
        profile: { type: 'string', multiple: true },
        row: { type: 'string', multiple: true },
        only: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        'without-parley': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

function toNumber(text: string, what: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${what} must be a whole number\n${USAGE}`);
  return number;
}

function isRowName(name: string): name is RowName {
  return Object.hasOwn(ROWS, name);
}

/** @throws with what is wrong with the arguments */
export function parseOptions(args: readonly string[]): Options {
  const values = parse(args);
  const amount = values.quick ? QUICK : FULL;
  const rows = values.row ?? Object.keys(ROWS);
  if (!rows.every(isRowName)) throw new Error(`--row: there is no such row\n${USAGE}`);
  return {
    amount: {
      ...amount,
      ...(values.calls === undefined ? {} : { calls: toNumber(values.calls, '--calls') }),
      ...(values.incidents === undefined ? {} : { incidents: toNumber(values.incidents, '--incidents') }),
    },
    delaysMs: values.profile?.map((text) => toNumber(text, '--profile')) ?? DELAYS_MS,
    rows,
    seed: toNumber(values.seed, '--seed'),
    only: values.only,
    withParley: !values['without-parley'],
  };
}
