import { AccountId } from '@parley/protocol';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALLS_FOR_ALL, TEST_POLICY } from '../testing/policy.ts';
import { createTestDatabase } from '../testing/database.ts';
import { migrate, openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
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

async function createAccount(handle: string): Promise<AccountId> {
  const id = AccountId.parse(crypto.randomUUID());
  const account = {
    id,
    handle,
    displayName: handle,
    passwordHash: 'x',
    isDemo: false,
    admin: false,
  } as const;
  await createTransaction(db, TEST_POLICY, CALLS_FOR_ALL)((stores) => stores.accounts.create(account));
  return id;
}

test('what was thrown undoes everything and comes out as it went in', async () => {
  const id = await createAccount('anna');
  const thrown = new Error('no');
  const attempt = createTransaction(
    db,
    TEST_POLICY,
    CALLS_FOR_ALL,
  )(async (stores) => {
    await stores.accounts.saveDisplayName(id, 'Changed');
    throw thrown;
  });
  await expect(attempt).rejects.toBe(thrown);
  expect((await createStores(db, TEST_POLICY, CALLS_FOR_ALL).accounts.load(id))?.person.displayName).toBe(
    'anna',
  );
});

test('two that lock each other out both end well: one is tried again', async () => {
  const [first, second] = [await createAccount('first'), await createAccount('second')];
  let release = (): void => undefined;
  const bothHoldOne = new Promise<void>((resolve) => {
    release = resolve;
  });
  let holding = 0;
  let tries = 0;
  const change = (order: readonly [AccountId, AccountId], name: string): Promise<void> =>
    createTransaction(
      db,
      TEST_POLICY,
      CALLS_FOR_ALL,
    )(async (stores) => {
      tries += 1;
      await stores.accounts.saveDisplayName(order[0], name);
      holding += 1;
      if (holding === 2) release();
      await bothHoldOne;
      await stores.accounts.saveDisplayName(order[1], name);
    });
  await Promise.all([change([first, second], 'one way'), change([second, first], 'the other way')]);
  expect(tries).toBe(3);
  const names = await Promise.all(
    [first, second].map((id) => createStores(db, TEST_POLICY, CALLS_FOR_ALL).accounts.load(id)),
  );
  expect(names[0]?.person.displayName).toBe(names[1]?.person.displayName);
});

test('migrating again, and from two nodes at once, changes nothing', async () => {
  await Promise.all([migrate(db), migrate(db)]);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
});

test('a statement with parameters is prepared once on its connection', async () => {
  await db.connection().execute(async (connection) => {
    for (let time = 0; time < 3; time += 1) {
      await connection.selectFrom('accounts').select('id').where('handle', '=', `p${time}`).execute();
    }
    const { rows } = await sql<{ calls: number }>`
      select (generic_plans + custom_plans)::int as calls from pg_prepared_statements
      where statement = 'select "id" from "accounts" where "handle" = $1'`.execute(connection);
    expect(rows).toEqual([{ calls: 3 }]);
  });
});
