import type { Clock } from '../ports.ts';

/** A token that is signed once and used until it is due to be renewed. */
export interface SignedToken {
  get: () => Promise<string>;
  /** The service did not like it: sign anew, unless it is newer than `leastAgeMs`. True: another one will come. */
  drop: (leastAgeMs: number) => boolean;
}

/** Keeps what `sign` makes for `lifeMs`. Whoever asks while it is being made waits for the same one. */
export function createSignedToken(
  sign: (nowMs: number) => Promise<string>,
  lifeMs: number,
  clock: Clock,
): SignedToken {
  let current: { token: Promise<string>; madeAtMs: number } | undefined;
  return {
    async get() {
      const nowMs = clock();
      if (current === undefined || nowMs - current.madeAtMs >= lifeMs) {
        const made = { token: sign(nowMs), madeAtMs: nowMs };
        current = made;
        made.token.catch(() => {
          if (current === made) current = undefined;
        });
      }
      return await current.token;
    },
    drop(leastAgeMs) {
      if (current === undefined) return true;
      if (clock() - current.madeAtMs < leastAgeMs) return false;
      current = undefined;
      return true;
    },
  };
}
