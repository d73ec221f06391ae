// Who is measured, and how a pair of pages of theirs is opened.

import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import type { PageName } from './browser/build-pages.ts';
import type { Browsers } from './browser/browsers.ts';
import { measureClock } from './browser/clock.ts';
import type { Setup } from './pages/bench-page.ts';

export interface Competitor {
  name: string;
  title: string;
  page: PageName;
  /** The origin of the pages. */
  origin: string;
  /** For a new pair: what each page is told. */
  setUp: () => Promise<{ caller: Setup; callee: Setup }>;
}

/** One side of a pair. */
export interface Side {
  page: Page;
  context: BrowserContext;
  setup: Setup;
  /** How far its clock is ahead of ours; with how sure that is. */
  clock: { aheadMs: number; withinMs: number };
}

/** Two people who call each other again and again. */
export interface Pair {
  caller: Side;
  callee: Side;
  close: () => Promise<void>;
}

const BEGIN_LIMIT_MS = 60_000;

export async function openSide(
  browser: Browsers['caller'],
  { origin, page: name }: Pick<Competitor, 'origin' | 'page'>,
  setup: Setup,
): Promise<Side> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(BEGIN_LIMIT_MS);
  if (process.env['BENCH_TRACE'] !== undefined)
    page.on('console', (message) => console.error(`  ${setup.role}: ${message.text()}`));
  page.on('pageerror', (error) => console.error(`  ${name}, ${setup.role}: ${error.message}`));
  await page.goto(`${origin}/bench/${name}`);
  await page.waitForFunction(() => 'bench' in window);
  await page.evaluate((given) => window.bench.begin(given), setup);
  return { page, context, setup, clock: await measureClock(page) };
}

export async function openPair(browsers: Browsers, competitor: Competitor): Promise<Pair> {
  const setups = await competitor.setUp();
  const callee = await openSide(browsers.callee, competitor, setups.callee);
  const caller = await openSide(browsers.caller, competitor, setups.caller);
  return {
    caller,
    callee,
    close: async () => {
      await caller.context.close();
      await callee.context.close();
    },
  };
}

/** Names that nobody had before: letters, digits and underscores, as a handle. */
export function newName(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
}
