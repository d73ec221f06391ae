import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthPart } from '@parley/protocol';
import type { Clock, Health } from '../ports.ts';

/** How one part is, in plain words. */
export type PartState = Omit<HealthPart, 'name'>;

/** Each part that can be asked, by name. */
export type HealthProbes = Partial<Record<HealthPart['name'], () => Promise<PartState>>>;

interface HealthOptions {
  version: string;
  clock: Clock;
  probes: HealthProbes;
  /** How long one part may take, in milliseconds. */
  limitMs?: number;
}

const USUAL_LIMIT_MS = 4_000;

async function askPart(probe: () => Promise<PartState>, limitMs: number): Promise<PartState> {
  const timer = new AbortController();
  const late: PartState = { status: 'failing', detail: `No answer within ${limitMs / 1_000} s.` };
  const tooLate = sleep(limitMs, late, { signal: timer.signal, ref: false });
  try {
    return await Promise.race([probe(), tooLate]);
  } catch (error) {
    return { status: 'failing', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    tooLate.catch(() => undefined);
    timer.abort();
  }
}

/** Asks every part at once, each with a limit of its own: one that hangs holds up no other (ADM-12). */
export function createHealth({ version, clock, probes, limitMs = USUAL_LIMIT_MS }: HealthOptions): Health {
  const startedAtMs = clock();
  return async () => {
    // Object.entries loses the key type; a probe is never undefined, only left out.
    const named = Object.entries(probes) as [HealthPart['name'], () => Promise<PartState>][];
    const parts = await Promise.all(
      named.map(async ([name, probe]) => ({ name, ...(await askPart(probe, limitMs)) })),
    );
    return { version, uptimeMs: Math.max(0, Math.round(clock() - startedAtMs)), parts };
  };
}
