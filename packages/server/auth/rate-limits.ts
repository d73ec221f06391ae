import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../error.ts';
import type { RateLimits } from '../ports.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** ACC-4 and their like: how often, in how many seconds. Counted in memory, so on each node. */
const LIMITS = {
  /** Failures of one handle from one address: somebody who guesses. */
  signInPair: { points: 10, duration: 15 * MINUTE_S },
  /** Failures of one handle from anywhere: many who guess together. */
  signInHandle: { points: 100, duration: HOUR_S },
  /** Every attempt from one address: one who tries many handles. */
  signInAddress: { points: 100, duration: HOUR_S },
  signUpAddress: { points: 10, duration: HOUR_S },
  /** What one account reports, whether or not it is taken. */
  reports: { points: 20, duration: HOUR_S },
  /** Everything about one account is a lot to read. */
  exports: { points: 5, duration: HOUR_S },
  /** Stripe counts what this server asks, for everybody together. */
  billing: { points: 20, duration: HOUR_S },
  /** Each check of a device holds places at the relay. */
  checks: { points: 10, duration: HOUR_S },
  /** Looking up names takes threads that passwords need too. */
  subscriptions: { points: 60, duration: HOUR_S },
  /** Wrong second factors of one administrator, from anywhere (ADM-6). */
  factor: { points: 10, duration: 15 * MINUTE_S },
};

/** On one's own machine every browser and test has the same address. */
const LOOSE_FACTOR = 1_000;

/** Takes one of what is left, or refuses with the time to wait. */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError('rate_limited', {
      retryAfterMs: Math.max(refusal.msBeforeNext, 1_000),
      cause: refusal,
    });
  }
}

/** The limits on signing up and in. `loose`: so high that only a run-away program meets them. */
export function createRateLimits({ loose }: { loose: boolean }): RateLimits {
  const factor = loose ? LOOSE_FACTOR : 1;
  const limiter = (name: keyof typeof LIMITS): RateLimiterMemory =>
    new RateLimiterMemory({ points: LIMITS[name].points * factor, duration: LIMITS[name].duration });
  const pair = limiter('signInPair');
  const handles = limiter('signInHandle');
  const addresses = limiter('signInAddress');
  const signUps = limiter('signUpAddress');
  const reports = limiter('reports');
  const exports = limiter('exports');
  const billing = limiter('billing');
  const checks = limiter('checks');
  const subscriptions = limiter('subscriptions');
  const factors = limiter('factor');
  const pairKey = (handle: string, address: string): string => `${handle} ${address}`;
  return {
    signUp: (address) => consume(signUps, address),
    report: (accountId) => consume(reports, accountId),
    exportData: (accountId) => consume(exports, accountId),
    askBilling: (accountId) => consume(billing, accountId),
    lendRelay: (accountId) => consume(checks, accountId),
    subscribe: (accountId) => consume(subscriptions, accountId),
    async signIn(handle, address) {
      await consume(addresses, address);
      await consume(pair, pairKey(handle, address));
      await consume(handles, handle);
    },
    async signedIn(handle, address) {
      await pair.delete(pairKey(handle, address));
      await handles.reward(handle, 1);
    },
    showFactor: (accountId) => consume(factors, accountId),
    async showedFactor(accountId) {
      await factors.delete(accountId);
    },
  };
}
