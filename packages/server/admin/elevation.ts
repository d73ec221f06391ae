import type { SessionId } from '@parley/protocol';
import type { Ports, Stores } from '../ports.ts';

/** So long is the admin area open after a second factor, in milliseconds (ADM-1). */
const ELEVATION_MS = 30 * 60_000;

/** Whether this session has shown a second factor lately; asked with each request behind it. */
export async function isElevated(
  { stores, clock }: { stores: Pick<Stores, 'secondFactors'>; clock: Ports['clock'] },
  sessionId: SessionId,
): Promise<boolean> {
  return clock() < (await stores.secondFactors.elevatedUntilMs(sessionId));
}

/** Opens the admin area for a session that has just shown a factor. */
export async function elevate(
  stores: Pick<Stores, 'secondFactors'>,
  sessionId: SessionId,
  nowMs: number,
): Promise<void> {
  await stores.secondFactors.elevate(sessionId, nowMs + ELEVATION_MS);
}
