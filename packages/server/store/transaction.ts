import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Policy, RolloutPort, Stores } from '../ports.ts';
import type { Database } from './schema.ts';
import { createStores } from './stores.ts';

/** serialization_failure and deadlock_detected: nothing happened, trying again can succeed. */
const RETRYABLE = new Set(['40001', '40P01']);
const MOST_TRIES = 5;

function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && RETRYABLE.has(error.code);
}

/** All or nothing: what `work` threw undoes all it did and comes out as it went in. */
export function createTransaction(
  db: Kysely<Database>,
  policy: Policy,
  rollout: RolloutPort,
): <T>(work: (stores: Stores) => Promise<T>) => Promise<T> {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db
          .transaction()
          .execute((connection) => work(createStores(connection, policy, rollout)));
      } catch (error) {
        if (attempt >= MOST_TRIES || !isRetryable(error)) throw error;
        await sleep(attempt * 5);
      }
    }
  };
}
