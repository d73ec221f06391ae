import { withAllocation } from './allocation.ts';

/** What asking a relay for a place came to. */
export type ProbeOutcome =
  | { outcome: 'granted' }
  /** It answers, and does not take our credentials: another TURN_SECRET, or its clock is wrong. */
  | { outcome: 'refused'; errorCode: number }
  | { outcome: 'silent' };

/**
 * Asks a relay for an allocation as a device would, with these credentials, and gives it back. Knows by that that the
 * relay is reached, that it is a relay, and that it shares our secret.
 */
export function probeRelay(
  url: string,
  given: { username: string; credential: string },
  limitMs: number,
): Promise<ProbeOutcome> {
  return withAllocation(url, given, { family: 'ipv4', limitMs }, async (allocated) =>
    allocated.outcome === 'granted' ? { outcome: 'granted' } : allocated,
  );
}
