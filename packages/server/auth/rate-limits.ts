import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../error.ts';
import type { RateLimits } from '../ports.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** ACC-4: how often, in how many seconds. Counted in memory, so on each node. */
const LIMITS = {
  /** Failures of one handle from one address: somebody who guesses. */
  signInPair: { points: 10, duration: 15 * MINUTE_S },
  /** Failures of one handle from anywhere: many who guess together. */
  signInHandle: { points: 100, duration: HOUR_S },
  /** Every attempt from one address: one who tries many handles. */
  signInAddress: { points: 100, duration: HOUR_S },
  signUpAddress: { points: 10, duration: HOUR_S },
};

/** On one's own machine every browser and test has the same address. */
const LOOSE_FACTOR = 1_000;

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
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
  const pairKey = (handle: string, address: string): string => `${handle} ${address}`;
  return {
    signUp: (address) => consume(signUps, address),
    async signIn(handle, address) {
      await consume(addresses, address);
      await consume(pair, pairKey(handle, address));
      await consume(handles, handle);
    },
    async signedIn(handle, address) {
      await pair.delete(pairKey(handle, address));
      await handles.reward(handle, 1);
    },
  };
}
