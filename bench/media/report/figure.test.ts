import { expect, test } from 'vitest';
import { isMet, toFigure, toValue } from './figure.ts';
import { formatFailures, formatTables } from './table.ts';

const of = { row: 'Row', what: 'what', profile: '50 ms', competitor: 'Parley', unit: 'ms' as const };
const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

test('a target is met where every part of it holds', () => {
  const judge = (target: object) => isMet(toFigure({ ...of, target: { text: '', ...target } }, hundred));
  expect(judge({ p50AtMost: 50, p95AtMost: 95 })).toBe(true);
  expect(judge({ p50AtMost: 49, p95AtMost: 95 })).toBe(false);
  expect(judge({ p50AtMost: 50, p95AtMost: 94 })).toBe(false);
  expect(isMet(toFigure(of, hundred))).toBeUndefined();
});

test('what was never measured, or failed too often, meets nothing', () => {
  const target = { text: '', p50AtMost: 1_000, p95AtMost: 1_000 };
  expect(isMet(toFigure({ ...of, target }, []))).toBe(false);
  expect(
    isMet(
      toFigure(
        { ...of, target },
        hundred,
        Array.from({ length: 5 }, () => 'no sound'),
      ),
    ),
  ).toBe(true);
  expect(
    isMet(
      toFigure(
        { ...of, target },
        hundred,
        Array.from({ length: 6 }, () => 'no sound'),
      ),
    ),
  ).toBe(false);
});

test('a share is held to at least, a count to at most', () => {
  const share = { ...of, unit: '%' as const, target: { text: '99 %', atLeast: 99 } };
  expect(isMet(toValue(share, 99, { tried: 100 }))).toBe(true);
  expect(isMet(toValue(share, 98, { tried: 100 }))).toBe(false);
  expect(isMet(toValue({ ...of, unit: '', target: { text: '0', atMost: 0 } }, 1, { tried: 100 }))).toBe(
    false,
  );
});

test('the table shows the failed beside the figures, and why below', () => {
  const figures = [
    toFigure({ ...of, target: { text: 'p50 60', p50AtMost: 60 } }, [40, 50, 120], ['no sound', 'no sound']),
    toFigure({ ...of, competitor: 'PeerJS' }, [500, 600]),
  ];
  const table = formatTables(figures);
  expect(table).toContain('50 / 120, 2 of 5 failed');
  expect(table).toContain('500 / 600');
  expect(table).toContain('| p50 60 | met |');
  expect(formatFailures(figures)).toEqual(['Row, Parley, 50 ms: 2 × no sound']);
});
