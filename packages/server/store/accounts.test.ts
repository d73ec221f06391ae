import { AccountId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kysely } from 'kysely';
import type { Stores } from '../ports.ts';
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
  const transaction = createTransaction(db);
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
  const { accounts } = createStores(db);
  const isAdmin = async (id: AccountId): Promise<boolean | undefined> => (await accounts.load(id))?.isAdmin;
  expect([await isAdmin(await first), await isAdmin(await second)]).toEqual([true, false]);
});
