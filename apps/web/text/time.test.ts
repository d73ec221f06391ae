import { expect, test } from 'vitest';
import { dayText, durationText, listTimeText } from './time.ts';

const now = new Date(2026, 2, 18, 15, 30).getTime();
const at = (day: number, hour: number, month = 2, year = 2026) => new Date(year, month, day, hour).getTime();

test.each([
  [0, '0:00'],
  [7_900, '0:07'],
  [750_000, '12:30'],
  [3_723_000, '1:02:03'],
  [-5, '0:00'],
])('%d ms of a call read %j', (durationMs, expected) => {
  expect(durationText(durationMs)).toBe(expected);
});

test.each([
  [at(18, 0), /^Today$/],
  [at(17, 23), /^Yesterday$/],
  [at(15, 12), /^Sunday$/],
  [at(11, 12), /^(11 March|March 11)$/],
  [at(30, 12, 11, 2025), /^(30 December 2025|December 30, 2025)$/],
  // A clock that runs ahead does not make a message come from tomorrow.
  [at(19, 1), /^Today$/],
])('a thread separates the day %d as %s', (dayMs, expected) => {
  expect(dayText(dayMs, now)).toMatch(expected);
});

test('a list shows the shortest time that is clear', () => {
  expect(listTimeText(now - 20_000, now)).toBe('now');
  expect(listTimeText(at(18, 9), now)).toMatch(/^0?9:00/);
  expect(listTimeText(at(17, 9), now)).toBe('Yesterday');
  expect(listTimeText(at(2, 9), now)).toMatch(/^(2 Mar|Mar 2)$/);
});
