import { parseArgs } from 'node:util';
import type { DialectName } from './load/dialect.ts';
import { FULL, QUICK } from './plan.ts';
import type { Plan } from './plan.ts';

export interface Options {
  plan: Plan;
  /** In the order of a round. */
  contestants: readonly DialectName[];
  /** Leave a CPU profile of Parley's server with the results. */
  profile: boolean;
}

const USAGE = `usage: npm run bench [-- OPTIONS]
  --quick        one round, under 90 s
  --rounds N     more rounds
  --only NAME    parley, relay or peerjs alone
  --profile      leave a CPU profile of Parley's server with the results`;

const NAMES: readonly DialectName[] = ['parley', 'relay', 'peerjs'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        only: { type: 'string' },
        profile: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

/** @throws with what is wrong with the arguments */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const plan = values.quick ? QUICK : FULL;
  const rounds = values.rounds === undefined ? plan.rounds : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number from 1 up');
  const contestants = values.only === undefined ? NAMES : NAMES.filter((name) => name === values.only);
  if (contestants.length === 0) throw new Error(`--only must be one of ${NAMES.join(', ')}`);
  return { plan: { ...plan, rounds }, contestants, profile: values.profile };
}
