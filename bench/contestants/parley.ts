import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measureWebApp } from '../measure/web-app.ts';
import type { WebAppFinding } from '../measure/web-app.ts';
import type { Contestant, Running } from './contestant.ts';
import { findDatabase } from './parley-database.ts';
import { startParley } from './parley-server.ts';
import { FIRST_MESSAGE, seedPairs } from './seed.ts';
import type { SeededPair } from './seed.ts';

/** Parley with people in it, and what was found out while they were put there. */
export interface Prepared {
  contestant: Contestant;
  webApp: WebAppFinding;
  /** Throws the data away. */
  dispose: () => Promise<void>;
}

/** Not /tmp, which may be memory: an fsync there would cost nothing. */
const DISK = '/var/tmp';

async function weighWebApp({ origin }: Running, pair: SeededPair | undefined): Promise<WebAppFinding> {
  if (pair === undefined) return { unknown: 'there are no people to show it to' };
  return await measureWebApp({
    // "localhost", because browsers take Secure cookies from there without TLS.
    origin: origin.replace('ws://127.0.0.1', 'http://localhost'),
    conversationId: pair.conversationId,
    token: pair.caller.token,
    shows: FIRST_MESSAGE,
  });
}

/** Makes a Parley of its own for the bench; its people stay from round to round. */
export async function prepareParley(pairCount: number, profileDir?: string): Promise<Prepared> {
  const dataDir = await mkdtemp(join(DISK, 'parley-bench-'));
  // As root, PostgreSQL's user must get in.
  await chmod(dataDir, 0o711);
  const dispose = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const running = await startParley({ dataDir, profileDir: undefined });
    try {
      const pairs = await seedPairs(findDatabase(dataDir), pairCount);
      const webApp = await weighWebApp(running, pairs[0]);
      const start = (): Promise<Running> => startParley({ dataDir, profileDir });
      return { contestant: { name: 'parley', title: 'Parley', pairs, start }, webApp, dispose };
    } finally {
      await running.stop();
    }
  } catch (error) {
    await dispose();
    throw error;
  }
}
