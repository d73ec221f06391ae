import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Recovery } from './recovery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(): { recovery: Recovery; atMs: number[] } {
  const start = Date.now();
  const atMs: number[] = [];
  return { recovery: new Recovery(() => atMs.push(Date.now() - start)), atMs };
}

test('interrupted: after 2 s, then 2, 4, 8, 8 … s apart', () => {
  const { recovery, atMs } = watch();
  recovery.onDisconnected();
  vi.advanceTimersByTime(30_000);
  expect(atMs).toEqual([2_000, 4_000, 8_000, 16_000, 24_000]);
});

test('failed: at once', () => {
  const { recovery, atMs } = watch();
  recovery.onDisconnected();
  vi.advanceTimersByTime(500);
  recovery.onFailed();
  vi.advanceTimersByTime(0);
  expect(atMs).toEqual([500]);
});

test('back by itself: nothing happens, and the next interruption begins anew', () => {
  const { recovery, atMs } = watch();
  recovery.onDisconnected();
  vi.advanceTimersByTime(1_999);
  recovery.onConnected();
  vi.advanceTimersByTime(10_000);
  expect(atMs).toEqual([]);
  recovery.onFailed();
  vi.advanceTimersByTime(0);
  expect(atMs).toHaveLength(1);
});
