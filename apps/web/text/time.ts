// The words around the times are English; English speakers keep their own way of writing times.
const preferred = typeof navigator === 'undefined' ? 'en-GB' : navigator.language;
const LOCALE = preferred.startsWith('en') ? preferred : 'en-GB';

const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long' });
const fullDate = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const monthAndYear = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric' });

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Midnight before a moment, in the reader's time zone. */
export function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

function daysAgo(atMs: number, nowMs: number): number {
  // Rounded: a day with a clock change has 23 or 25 hours.
  return Math.round((startOfDay(nowMs) - startOfDay(atMs)) / DAY_MS);
}

/** `14:05` */
export function clockText(atMs: number): string {
  return clock.format(atMs);
}

/** The day of a separator in a thread: `Today`, `Monday`, `3 March`. */
export function dayText(atMs: number, nowMs: number): string {
  const days = daysAgo(atMs, nowMs);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return weekday.format(atMs);
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (sameYear ? dayAndMonth : fullDate).format(atMs);
}

/** When something last happened, as short as a list allows: `now`, `14:05`, `Yesterday`, `3 Mar`. */
export function listTimeText(atMs: number, nowMs: number): string {
  const days = daysAgo(atMs, nowMs);
  if (days <= 0) return nowMs - atMs < MINUTE_MS ? 'now' : clockText(atMs);
  return days < 7 ? dayText(atMs, nowMs) : shortDate.format(atMs);
}

/** A day and a time in one phrase: `Yesterday, 14:05`. */
export function momentText(atMs: number, nowMs: number): string {
  return `${dayText(atMs, nowMs)}, ${clockText(atMs)}`;
}

/** `3 March 2026` */
export function dateText(atMs: number): string {
  return fullDate.format(atMs);
}

/** `March 2026` */
export function monthText(atMs: number): string {
  return monthAndYear.format(atMs);
}

/** A length of time as a call shows it: `0:07`, `12:30`, `1:02:03`. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
