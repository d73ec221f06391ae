/** What of an account's address book has counted for suggestions so far (BOOK-16). */
export interface QuotaUse {
  /** The first import; null before it. */
  firstAtMs: number | null;
  /** Counted within the first day. */
  firstDayCount: number;
  /** The day (after the first) that `dayCount` is about, as a number of days since the first import. */
  day: number;
  dayCount: number;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = 1_000;
const EACH_DAY = 50;
/** Of what one entry adds; people have few numbers, and those who try numbers out would pack an entry full. */
const EACH_ENTRY = 5;

/** Takes up to `wanted` of what is left; the rest is stored but never counts. */
export function takeQuota(use: QuotaUse, wanted: number, nowMs: number): { granted: number; use: QuotaUse } {
  const firstAtMs = use.firstAtMs ?? nowMs;
  const day = Math.max(0, Math.floor((nowMs - firstAtMs) / DAY_MS));
  if (day === 0) {
    const granted = Math.min(wanted, Math.max(0, FIRST_DAY - use.firstDayCount));
    return { granted, use: { ...use, firstAtMs, firstDayCount: use.firstDayCount + granted } };
  }
  // A clock that was set back must not open a day twice.
  const today = Math.max(day, use.day);
  const usedToday = today === use.day ? use.dayCount : 0;
  const granted = Math.min(wanted, Math.max(0, EACH_DAY - usedToday));
  return { granted, use: { ...use, firstAtMs, day: today, dayCount: usedToday + granted } };
}

/**
 * Which of the added identifiers count: those of entries within the quota, and of each entry the first few.
 * `entries` says for each identifier, in order, which entry of the batch brought it.
 */
export function countForSuggestions(
  use: QuotaUse,
  entries: readonly number[],
  nowMs: number,
): { counts: boolean[]; use: QuotaUse } {
  const taken = takeQuota(use, new Set(entries).size, nowMs);
  const sizes = new Map<number, number>();
  const counts = entries.map((entry) => {
    const size = sizes.get(entry) ?? 0;
    if (size === 0 && sizes.size >= taken.granted) return false;
    sizes.set(entry, size + 1);
    return size < EACH_ENTRY;
  });
  return { counts, use: taken.use };
}
