import type { DialectName, PairSeats } from '../load/dialect.ts';
import type { Processes } from '../measure/cpu.ts';

/** A server under test that has been started for one round. */
export interface Running extends Processes {
  /** For its sockets, ws://… */
  origin: string;
  stop: () => Promise<void>;
}

export interface Contestant {
  name: DialectName;
  title: string;
  /** Everybody who can connect, as pairs who may call each other. */
  pairs: readonly PairSeats[];
  start: () => Promise<Running>;
}
