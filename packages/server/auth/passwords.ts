import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import type { Options } from '@node-rs/argon2';
import { AppError } from '../error.ts';
import type { Passwords } from '../ports.ts';

// OWASP password storage cheat sheet: argon2id (the library's default) with 19 MiB, two passes, one lane.
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash keeps a thread of libuv's four busy; two leave room for files and DNS. */
const AT_A_TIME = 2;
/** At about 30 ms each, the last in the queue waits half a second. */
const MOST_WAITING = 32;
const RETRY_AFTER_MS = 2_000;

/** The two functions of argon2 that we use; a test counts their calls. */
export interface Argon2 {
  hash: (password: string, options: Options) => Promise<string>;
  verify: (hash: string, password: string) => Promise<boolean>;
}

/** Runs a bounded number of tasks at a time; past the queue's end it refuses at once. */
function createTurnstile(): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= AT_A_TIME) {
      if (waiting.length >= MOST_WAITING)
        throw new AppError('rate_limited', { retryAfterMs: RETRY_AFTER_MS });
      // Whoever finishes hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** argon2id behind a bounded queue (ACC-2). */
export function createPasswords(argon2: Argon2 = { hash: argon2Hash, verify: argon2Verify }): Passwords {
  const inTurn = createTurnstile();
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => argon2.hash(password, COST)),
    verify: (hash, password) =>
      inTurn(async () => {
        // The same work for a handle that nobody has (ACC-3); "unknown handle hashes too" tests it.
        decoy ??= argon2.hash('nobody has this password', COST);
        const against = hash ?? (await decoy);
        const matches = await argon2.verify(against, password);
        return matches && hash !== undefined;
      }),
  };
}
