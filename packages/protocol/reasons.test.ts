import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { CLOSE, ReasonCode, REASONS, WireError } from './reasons.ts';

const reasons = Object.entries(REASONS).map(([code, reason]) => ({ code, ...reason }));

describe('reasons', () => {
  test.each(reasons)(
    'WIRE-1: $code: a snake_case name, an error status, a sentence',
    ({ code, status, meaning }) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    },
  );

  test.each(reasons)('WIRE-1: $code: crosses the wire as an error', ({ code }) => {
    expect(z.parse(WireError, { code })).toEqual({ code });
  });

  test('WIRE-1: a code that is not listed does not cross', () => {
    expect(z.safeParse(ReasonCode, 'blocked_by_callee').success).toBe(false);
    expect(z.safeParse(ReasonCode, 'toString').success).toBe(false);
  });

  test('WIRE-1: only what the server may do later, unchanged, is retryable', () => {
    expect(reasons.filter(({ retryable }) => retryable).map(({ status }) => status)).toEqual([429, 500, 503]);
  });

  test("CON-9: no code names a reason of the callee's", () => {
    const ofTheCallee = reasons.filter(({ code }) => /block|audience|switch|follow/.test(code));
    expect(ofTheCallee).toEqual([]);
  });

  test('WIRE-5: close codes differ, and are private ones but for going away', () => {
    const codes = Object.values(CLOSE);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => code < 4_000 || code > 4_999)).toEqual([CLOSE.goingAway]);
  });
});
