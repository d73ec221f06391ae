import type { Page } from 'playwright-core';

/** This process's clock, in Unix milliseconds. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

const TRIES = 15;

/** How far a page's clock is ahead of this process's, from the quickest of several questions; and how sure that is. */
export async function measureClock(page: Page): Promise<{ aheadMs: number; withinMs: number }> {
  let best = { aheadMs: 0, withinMs: Number.POSITIVE_INFINITY };
  for (let turn = 0; turn < TRIES; turn += 1) {
    const before = nowMs();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = nowMs();
    const withinMs = (after - before) / 2;
    if (withinMs < best.withinMs) best = { aheadMs: there - (before + after) / 2, withinMs };
  }
  return best;
}
