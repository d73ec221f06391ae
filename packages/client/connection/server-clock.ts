/** Turns the server's times into this machine's: a phone's clock may be minutes off, a ring lasts 45 s. */
export interface ServerClock {
  /** A reading: the server's clock stood at `serverMs` at some moment between the two local ones. */
  set: (serverMs: number, sentAtMs: number, receivedAtMs: number) => void;
  /** Unix milliseconds of the server's clock, in the local clock. */
  toLocalMs: (serverMs: number) => number;
}

/** The middle of the round trip is the best guess (Cristian, 1989); wrong by half of it at most. */
export function createServerClock(): ServerClock {
  let localMinusServerMs = 0;
  return {
    set: (serverMs, sentAtMs, receivedAtMs) => {
      localMinusServerMs = Math.round((sentAtMs + receivedAtMs) / 2 - serverMs);
    },
    toLocalMs: (serverMs) => serverMs + localMinusServerMs,
  };
}
