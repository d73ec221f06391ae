import type { WebAppFinding } from '../measure/web-app.ts';
import type { Machine } from '../measure/machine.ts';
import type { Plan } from '../plan.ts';
import type { RoundFigures } from '../round.ts';

/** One contestant over all rounds. */
export interface Entry {
  name: string;
  title: string;
  rounds: RoundFigures[];
}

/** Everything that a run found out; the JSON file is this. */
export interface Run {
  startedAt: string;
  plan: Plan;
  machine: Machine;
  warnings: string[];
  entries: Entry[];
  webApp: WebAppFinding;
}

/** From this share of one processor on, the load generator was the limit. */
const GENERATOR_IS_LIMIT = 0.9;

/** Server and database together. */
export function cpuPerCallMs({ cpuPerCall }: Pick<RoundFigures, 'cpuPerCall'>): number {
  return cpuPerCall.serverMs + cpuPerCall.databaseMs;
}

/** Whether the server could have done more calls than the load generator could place. */
export function isGeneratorBound({ rounds }: Entry): boolean {
  return rounds.some(({ saturation }) => saturation.generatorBusy >= GENERATOR_IS_LIMIT);
}
