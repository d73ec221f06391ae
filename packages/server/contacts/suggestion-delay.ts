import type { AccountId } from '@parley/protocol';
import type { KeyedHash } from './keyed-hash.ts';

const HOUR_MS = 3_600_000;
const SHORTEST_MS = HOUR_MS;
const LONGEST_MS = 24 * HOUR_MS;

/**
 * BOOK-15: how long after the last fact a pair is suggested to each other, from 1 to 24 hours. The same for both and
 * for ever, so that asking again tells nothing; without the key nobody can work it out.
 */
export function suggestionDelayMs(hash: KeyedHash, one: AccountId, other: AccountId): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  const share = hash(`${low} ${high}`).readUInt32BE(0) / 2 ** 32;
  return SHORTEST_MS + Math.floor(share * (LONGEST_MS - SHORTEST_MS));
}
