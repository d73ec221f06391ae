import fc from 'fast-check';
import { AccountId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { createKeyedHash } from './keyed-hash.ts';
import { suggestionDelayMs } from './suggestion-delay.ts';
import { countForSuggestions, takeQuota } from './suggestion-quota.ts';
import type { QuotaUse } from './suggestion-quota.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const account = fc.uuid().map((id) => AccountId.parse(id));

test('BOOK-15: 1 to 24 hours, the same for both, and another with another secret', () => {
  const hash = createKeyedHash(Buffer.from('one secret'), 'suggestion-delay');
  const other = createKeyedHash(Buffer.from('another secret'), 'suggestion-delay');
  const differing = new Set<boolean>();
  fc.assert(
    fc.property(account, account, (anna, bert) => {
      const delayMs = suggestionDelayMs(hash, anna, bert);
      expect(delayMs).toBeGreaterThanOrEqual(HOUR_MS);
      expect(delayMs).toBeLessThan(DAY_MS);
      expect(suggestionDelayMs(hash, bert, anna)).toBe(delayMs);
      differing.add(suggestionDelayMs(other, anna, bert) !== delayMs);
    }),
  );
  expect([...differing]).toContain(true);
});

const FRESH: QuotaUse = { firstAtMs: null, firstDayCount: 0, day: 0, dayCount: 0 };

test('BOOK-16: a thousand within a day of the first import, then fifty a day', () => {
  const start = Date.UTC(2026, 0, 1, 9);
  const first = takeQuota(FRESH, 700, start);
  expect(first.granted).toBe(700);
  const same = takeQuota(first.use, 700, start + DAY_MS - 1);
  expect(same.granted).toBe(300);
  expect(takeQuota(same.use, 1, start + DAY_MS - 1).granted).toBe(0);
  const next = takeQuota(same.use, 30, start + DAY_MS);
  expect(next.granted).toBe(30);
  const more = takeQuota(next.use, 30, start + DAY_MS + 1);
  expect(more.granted).toBe(20);
  // What was not used is not saved up, and a clock that was set back opens nothing.
  expect(takeQuota(more.use, 1_000, start + 9 * DAY_MS).granted).toBe(50);
  const late = takeQuota(more.use, 50, start + 9 * DAY_MS);
  expect(takeQuota(late.use, 50, start + 8 * DAY_MS).granted).toBe(0);
});

test('BOOK-16: no order of imports counts more than a thousand and fifty a day', () => {
  const steps = fc.array(fc.record({ wanted: fc.nat(2_000), afterMs: fc.nat(2 * DAY_MS) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (imports) => {
      let use = FRESH;
      let nowMs = 0;
      let total = 0;
      for (const { wanted, afterMs } of imports) {
        nowMs += afterMs;
        const taken = takeQuota(use, wanted, nowMs);
        expect(taken.granted).toBeLessThanOrEqual(wanted);
        use = taken.use;
        total += taken.granted;
      }
      expect(total).toBeLessThanOrEqual(1_000 + 50 * Math.floor(nowMs / DAY_MS));
    }),
  );
});

test('BOOK-16: an entry counts with its first five identifiers, and only within the quota', () => {
  const spent: QuotaUse = { firstAtMs: 0, firstDayCount: 998, day: 0, dayCount: 0 };
  const { counts, use } = countForSuggestions(spent, [0, 0, 0, 0, 0, 0, 3, 0, 3, 4], 1);
  expect(counts).toEqual([true, true, true, true, true, false, true, false, true, false]);
  expect(use.firstDayCount).toBe(1_000);
});
