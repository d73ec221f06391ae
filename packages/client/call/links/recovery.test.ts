import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Recovery } from './recovery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createRecovery(): { recovery: Recovery; tries: [number, string][] } {
  const tries: [number, string][] = [];
  const startedAtMs = Date.now();
  const note = (what: string) => () => void tries.push([Date.now() - startedAtMs, what]);
  return { recovery: new Recovery({ restart: note('restart'), renew: note('renew') }), tries };
}

describe('CALL-50: an interrupted connection', () => {
  test('that was lost is restarted after 2 s, again 2, 4 and 8 s later, then made anew', async () => {
    const { recovery, tries } = createRecovery();
    recovery.onDisconnected();
    await vi.advanceTimersByTimeAsync(40_000);
    expect(tries).toEqual([
      [2_000, 'restart'],
      [4_000, 'restart'],
      [8_000, 'restart'],
      [16_000, 'renew'],
      [24_000, 'renew'],
      [32_000, 'renew'],
      [40_000, 'renew'],
    ]);
  });

  test('that failed is restarted now', async () => {
    const { recovery, tries } = createRecovery();
    recovery.onDisconnected();
    await vi.advanceTimersByTimeAsync(1_000);
    recovery.onFailed();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toEqual([[1_000, 'restart']]);
  });

  test('that is broken is made anew at once', async () => {
    const { recovery, tries } = createRecovery();
    recovery.onBroken();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(tries).toEqual([
      [0, 'renew'],
      [8_000, 'renew'],
    ]);
  });

  test('that the other side makes anew is waited for', async () => {
    const { recovery, tries } = createRecovery();
    recovery.onFailed();
    await vi.advanceTimersByTimeAsync(1_900);
    recovery.onRenewedThere();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(tries).toEqual([
      [0, 'restart'],
      [9_900, 'renew'],
    ]);
  });

  test('that comes back is left alone, and the next interruption begins from the start', async () => {
    const { recovery, tries } = createRecovery();
    recovery.onDisconnected();
    await vi.advanceTimersByTimeAsync(1_999);
    recovery.onConnected();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tries).toEqual([]);
    recovery.onFailed();
    await vi.advanceTimersByTimeAsync(0);
    recovery.onConnected();
    recovery.onDisconnected();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tries.map(([, what]) => what)).toEqual(['restart', 'restart']);
  });
});
