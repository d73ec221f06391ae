import type { ClosedLoopResult } from './closed-loop.ts';
import type { DialectName, PairSeats, Seat } from './dialect.ts';

/** What the bench asks of the load generator's process, with what it answers: one at a time, in order. */
export interface Orders {
  /** Where and in which protocol from now on. */
  begin: { ask: { dialect: DialectName; origin: string }; answer: null };
  openIdle: { ask: { seats: Seat[] }; answer: null };
  closeIdle: { ask: object; answer: null };
  openPairs: { ask: { pairs: PairSeats[] }; answer: null };
  closePairs: { ask: object; answer: null };
  openLoop: {
    ask: { perSecond: number; forMs: number; seed: number };
    /** One per call, in milliseconds. */
    answer: { ringLatenciesMs: number[] };
  };
  closedLoop: { ask: { concurrency: number; forMs: number }; answer: ClosedLoopResult };
}

export type OrderName = keyof Orders;
export type Order = { [N in OrderName]: { name: N; ask: Orders[N]['ask'] } }[OrderName];
export type Outcome = { answer: Orders[OrderName]['answer'] } | { failure: string };
