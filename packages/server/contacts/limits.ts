import type { AccountId } from '@parley/protocol';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { consume } from '../auth/rate-limits.ts';

/** Each method refuses by throwing `rate_limited` with the time to wait. */
export interface ContactLimits {
  /** BOOK-3: a code goes out; `destination` is the hash of where to. */
  sendCode: (accountId: AccountId, destination: Buffer, address: string) => Promise<void>;
  /** Somebody who has many codes sent must not get five guesses at each for ever. */
  tryCode: (accountId: AccountId) => Promise<void>;
  /** BOOK-10: a batch of contacts or names. */
  importBatch: (accountId: AccountId) => Promise<void>;
}

const HOUR_S = 3_600;

/** How often in an hour. Counted in memory, so on each node. */
const LIMITS = {
  codesOfAccount: 10,
  codesToDestination: 5,
  codesFromAddress: 30,
  attemptsOfAccount: 50,
  /** A full book is a hundred full batches. */
  batchesOfAccount: 400,
};

/** On one's own machine every browser and test has the same address. */
const LOOSE_FACTOR = 1_000;

/** The limits on codes and imports. `loose`: so high that only a run-away program meets them. */
export function createContactLimits({ loose }: { loose: boolean }): ContactLimits {
  const limiter = (name: keyof typeof LIMITS, factor = loose ? LOOSE_FACTOR : 1): RateLimiterMemory =>
    new RateLimiterMemory({ points: LIMITS[name] * factor, duration: HOUR_S });
  const accounts = limiter('codesOfAccount');
  // Whose phone it is has not asked for anything: this one is never loose.
  const destinations = limiter('codesToDestination', 1);
  const addresses = limiter('codesFromAddress');
  const attempts = limiter('attemptsOfAccount');
  const batches = limiter('batchesOfAccount');
  return {
    async sendCode(accountId, destination, address) {
      await consume(addresses, address);
      await consume(accounts, accountId);
      await consume(destinations, destination.toString('hex'));
    },
    tryCode: (accountId) => consume(attempts, accountId),
    importBatch: (accountId) => consume(batches, accountId),
  };
}
