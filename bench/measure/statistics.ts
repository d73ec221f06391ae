/** The middle of several measurements, with the extremes. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** The smallest value that at least `share` (0 to 1) of all are not above (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** Of an even number of values, the median is the mean of the two in the middle. */
export function toSpread(values: readonly number[]): Spread {
  const upper = percentile(
    values.map((value) => -value),
    0.5,
  );
  return {
    median: (percentile(values, 0.5) - upper) / 2,
    min: percentile(values, 0),
    max: percentile(values, 1),
  };
}
