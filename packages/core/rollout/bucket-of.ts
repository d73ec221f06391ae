import type { AccountId } from '@parley/protocol';

/** As many buckets as a percentage with two decimals can tell apart. */
export const BUCKETS = 10_000;

/** Keeps the buckets of calls apart from those of whatever else is rolled out one day. */
const SALT = 'calls:';

/**
 * The bucket of an account, from 0 to BUCKETS - 1: the same on every node, platform and day, because who has calls at
 * 10 % must have them at 11 % (ROLL-3). FNV-1a, with MurmurHash3's last step, which spreads ids that differ little.
 */
export function bucketOf(accountId: AccountId): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of SALT + accountId) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  hash ^= hash >>> 16;
  return (hash >>> 0) % BUCKETS;
}
