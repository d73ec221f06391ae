import { AccountId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Stores } from '../ports.ts';
import { CALLS_FOR_ALL, TEST_POLICY } from '../testing/policy.ts';
import { createTestDatabase } from '../testing/database.ts';
import { openDatabase } from './database.ts';
import type { Database } from './schema.ts';
import { createStores } from './stores.ts';
import { createTransaction } from './transaction.ts';

let db: Kysely<Database>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const made = await createTestDatabase();
  drop = made.drop;
  db = openDatabase(made.database, () => undefined);
});
afterAll(async () => {
  await db.destroy();
  await drop();
});

async function createFirst(stores: Stores, handle: string): Promise<AccountId> {
  const id = AccountId.parse(crypto.randomUUID());
  await stores.accounts.create({
    id,
    handle,
    displayName: handle,
    passwordHash: 'x',
    isDemo: false,
    admin: 'ifFirst',
  });
  return id;
}

test('ACC-10: of two first accounts at once, the one that commits first is the administrator', async () => {
  const transaction = createTransaction(db, TEST_POLICY, CALLS_FOR_ALL);
  let commit = (): void => undefined;
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let wrote = (): void => undefined;
  const hasWritten = new Promise<void>((resolve) => {
    wrote = resolve;
  });
  const first = transaction(async (stores) => {
    const id = await createFirst(stores, 'first');
    wrote();
    await mayCommit;
    return id;
  });
  await hasWritten;
  const second = transaction((stores) => createFirst(stores, 'second'));
  // The second must be waiting for the first by now, not deciding on what it cannot see yet.
  await new Promise((resolve) => setTimeout(resolve, 100));
  commit();
  const { accounts } = createStores(db, TEST_POLICY, CALLS_FOR_ALL);
  const isAdmin = async (id: AccountId): Promise<boolean | undefined> => (await accounts.load(id))?.isAdmin;
  expect([await isAdmin(await first), await isAdmin(await second)]).toEqual([true, false]);
});

test('PLAN-3, CON-7: badge and Premium are shown by the clock that judges calls, which is the database’s', async () => {
  const stores = createStores(db, TEST_POLICY, CALLS_FOR_ALL);
  const id = await createTransaction(db, TEST_POLICY, CALLS_FOR_ALL)((tx) => createFirst(tx, 'clocked'));
  const until = sql<Date>`now() + interval '1 hour'`;
  await db
    .updateTable('accounts')
    .set({ premium_until: until, verified_until: until })
    .where('id', '=', id)
    .execute();
  // This node's clock is years ahead.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2999-01-01') });
  try {
    expect(await stores.accounts.load(id)).toMatchObject({
      person: { verified: true },
      plan: { premium: true },
    });
    expect((await stores.people.loadPerson(id))?.verified).toBe(true);
    expect(await stores.adminPeople.load(id)).toMatchObject({ plan: { premium: true } });
  } finally {
    vi.useRealTimers();
  }
});
