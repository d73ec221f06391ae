/** A small generator of numbers in [0, 1), the same for everybody who begins with the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * When people who know nothing of each other call: exponential gaps (a Poisson process), in milliseconds from
 * the start. The same for each contestant of a round.
 */
export function planArrivals(perSecond: number, forMs: number, seed: number): number[] {
  const random = createRandom(seed);
  const arrivals: number[] = [];
  const meanGapMs = 1_000 / perSecond;
  for (let atMs = 0; ;) {
    atMs += -Math.log(1 - random()) * meanGapMs;
    if (atMs >= forMs) return arrivals;
    arrivals.push(atMs);
  }
}
