import { percentile } from '../../measure/statistics.ts';

/** What a figure is held to; each that is given counts. */
export interface Target {
  text: string;
  p50AtMost?: number;
  p95AtMost?: number;
  atMost?: number;
  atLeast?: number;
}

/** One measured thing of one competitor; the JSON file is a list of these. */
export interface Figure {
  row: string;
  /** What was measured, in words. */
  what: string;
  /** On which network. */
  profile: string;
  competitor: string;
  unit: 'ms' | '%' | 'frames/s' | 'a minute' | 'runs' | '';
  /** How often it was tried, and how often that failed; the failed are in no percentile. */
  tried: number;
  failed: number;
  /** Why, and how often. */
  failures: Record<string, number>;
  p50?: number;
  p95?: number;
  max?: number;
  /** Where there is one number and no spread. */
  value?: number;
  target?: Target;
}

export type FigureOf = Pick<Figure, 'row' | 'what' | 'profile' | 'competitor' | 'unit'> & { target?: Target };

function countOf(failures: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const why of failures) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}

/** Of many tries, of which some failed. */
export function toFigure(of: FigureOf, values: readonly number[], failures: readonly string[] = []): Figure {
  const tried = values.length + failures.length;
  const base = { ...of, tried, failed: failures.length, failures: countOf(failures) };
  if (values.length === 0) return base;
  return {
    ...base,
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    max: percentile(values, 1),
  };
}

/** A share in percent, or a number that is one already. */
export function toValue(
  of: FigureOf,
  value: number,
  { tried, failures = [] }: { tried: number; failures?: readonly string[] },
): Figure {
  return { ...of, value, tried, failed: failures.length, failures: countOf(failures) };
}

/** Whether it reaches its target; undefined: it has none, or nothing was measured that could. */
export function isMet({ target, p50, p95, value, failed, tried }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  const holds: boolean[] = [];
  const atMost = (limit: number | undefined, found: number | undefined): void => {
    if (limit !== undefined) holds.push(found !== undefined && found <= limit);
  };
  atMost(target.p50AtMost, p50);
  atMost(target.p95AtMost, p95);
  atMost(target.atMost, value ?? p95);
  if (target.atLeast !== undefined) holds.push(value !== undefined && value >= target.atLeast);
  // Who failed more often than one in twenty has no p95 to be proud of.
  if (target.p95AtMost !== undefined) holds.push(failed <= tried / 20);
  return holds.every(Boolean);
}
