/**
 * The same day and time of day that many calendar months later, in UTC; where that month is too short, its last day:
 * 31 January and one month is 28 or 29 February.
 */
export function addMonths(atMs: number, months: number): number {
  const from = new Date(atMs);
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth() + months, from.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const startOfDayMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), day);
  return Date.UTC(year, month, Math.min(day, lastDay)) + (atMs - startOfDayMs);
}
