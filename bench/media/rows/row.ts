import type { Profile } from '../network/conditions.ts';
import type { Figure } from '../report/figure.ts';
import type { Stage } from '../stage.ts';

/** How much of each is measured. */
export interface Amount {
  /** Calls for each profile in the rows about latency. */
  calls: number;
  /** Times that something is done that takes seconds each: a reload, a killed server. */
  incidents: number;
  /** Races, without media. */
  races: number;
  /** Seconds of the call on the narrow link. */
  narrowSeconds: number;
}

export interface RowContext {
  stage: Stage;
  amount: Amount;
  /** One-way delays to measure at, in milliseconds. */
  delaysMs: readonly number[];
  /** A line of progress. */
  say: (line: string) => void;
  /** Parley can be measured. */
  withParley: boolean;
  /** In the row about latency, these alone; empty: all. */
  only: readonly string[];
}

export type Row = (context: RowContext) => Promise<Figure[]>;

export function delayed(oneWayDelayMs: number): Profile {
  return { name: `${oneWayDelayMs} ms`, oneWayDelayMs, loss: 0 };
}
