import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../store/database.ts';
import type { Database } from '../../store/schema.ts';
import { attach, createCodeLog, newPhone } from '../../testing/codes.ts';
import { newHandle } from '../../testing/pair.ts';
import { ask, signUpPerson } from '../../testing/person.ts';
import type { Answer, TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const codes = createCodeLog();
let server: TestServer;
let db: Kysely<Database>;
let person: TestPerson;
let identifierId: string;
let sentCode: string;

beforeAll(async () => {
  server = await createTestServer({ log: codes.log });
  db = openDatabase(server.database, () => undefined);
  person = await signUpPerson(server.origin, newHandle());
  await attach(codes, person, 'phone', newPhone());
  const value = newPhone();
  identifierId = (await person.call('addIdentifier', { body: { kind: 'phone', value } })).identifier.id;
  sentCode = codes.codeFor(value) ?? '';
  await person.call('importContacts', { body: { entries: [{ phones: [newPhone()], emails: [] }] } });
});
afterAll(async () => {
  await db.destroy();
  await server.close();
  expect(codes.errors).toEqual([]);
});

/** Everything that this file's endpoints could change. Attempts are counted, so they are not looked at. */
async function stateOf(): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select concat_ws('|',
      (select string_agg(i::text, ',' order by id) from identifiers i),
      (select string_agg(code_hash::text || expires_at::text, ',' order by identifier_id) from identifier_codes),
      (select string_agg(c::text, ',' order by id) from contacts c),
      (select string_agg(e::text, ',' order by hash) from contact_identifiers e),
      (select string_agg(q::text, ',' order by account_id) from suggestion_quotas q),
      (select string_agg(d::text, ',') from dismissed_suggestions d),
      (select string_agg(concat_ws(' ', region, sync_names, discoverable), ',' order by id) from accounts)
    ) as state`.execute(db);
  return rows[0]?.state ?? '';
}

const bearer = (): Record<string, string> => ({ authorization: `Bearer ${person.token}` });

function isRefusal({ status }: Answer): boolean {
  return status >= 400 && status < 500;
}

const text = fc.string({ unit: 'binary', maxLength: 60 });
const entry = fc.record(
  {
    phones: fc.oneof(
      fc.array(fc.oneof(fc.constant('+4915112345678'), text), { maxLength: 12 }),
      fc.jsonValue(),
    ),
    emails: fc.oneof(
      fc.array(fc.oneof(fc.constant('a@example.org'), text), { maxLength: 12 }),
      fc.jsonValue(),
    ),
    name: fc.oneof(text, fc.jsonValue()),
  },
  { requiredKeys: [] },
);

const BODIES = {
  importContacts: fc.oneof(fc.record({ entries: fc.array(entry, { maxLength: 4 }) }), fc.jsonValue()),
  putContactNames: fc.oneof(
    fc.record({
      names: fc.array(fc.record({ contactId: fc.oneof(fc.uuid(), text), name: text }), { maxLength: 3 }),
    }),
    fc.jsonValue(),
  ),
  putAddressBookSettings: fc.oneof(
    fc.record({
      region: fc.oneof(text, fc.jsonValue()),
      syncNames: fc.jsonValue(),
      discoverable: fc.boolean(),
    }),
    fc.jsonValue(),
  ),
  addIdentifier: fc.oneof(
    fc.record({
      kind: fc.oneof(fc.constantFrom('phone', 'email'), text),
      value: fc.oneof(text, fc.jsonValue()),
    }),
    fc.jsonValue(),
  ),
  verifyIdentifier: fc.oneof(
    fc.record({ code: fc.oneof(fc.stringMatching(/^[^0]\d{4}$/), text, fc.jsonValue()) }),
    fc.jsonValue(),
  ),
} as const;

describe('BOOK-18: whatever is sent, a refusal changes nothing and the server does not fail', () => {
  test.each(Object.entries(BODIES))('%s', async (name, bodies) => {
    await fc.assert(
      fc.asyncProperty(bodies as fc.Arbitrary<unknown>, async (body) => {
        const before = await stateOf();
        const params = { identifierId };
        const answer = await ask(server.origin, name as keyof typeof BODIES, { params, body }, bearer());
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
        if (isRefusal(answer)) expect(await stateOf()).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['listContacts', { query: { after: 'x' } }],
    ['listContacts', { query: { limit: 0 } }],
    ['listContacts', { query: { limit: 101 } }],
    ['removeContact', { params: { contactId: randomUUID() } }],
    ['removeContact', { params: { contactId: "' or 1=1 --" } }],
    ['removeIdentifier', { params: { identifierId: randomUUID() } }],
    ['dismissSuggestion', { params: { handle: 'x y' } }],
  ] as const)('%s with %j', async (name, input) => {
    const before = await stateOf();
    expect(isRefusal(await ask(server.origin, name, input, bearer()))).toBe(true);
    expect(await stateOf()).toBe(before);
  });
});

test('BOOK-4: codes that were never sent are refused with the same bytes, and nothing is attached', async () => {
  const bodies = new Set<string>();
  const before = await person.call('listIdentifiers', {});
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^\d{6}$/), fc.uuid({ version: 4 }), async (code, unknown) => {
      fc.pre(code !== sentCode);
      for (const id of [identifierId, unknown]) {
        const input = { params: { identifierId: id }, body: { code } };
        const answer = await ask(server.origin, 'verifyIdentifier', input, bearer());
        bodies.add(`${answer.status} ${JSON.stringify(answer.body)}`);
      }
    }),
    { numRuns: 20 },
  );
  expect([...bodies]).toEqual(['409 {"code":"wrong_code"}']);
  expect(await person.call('listIdentifiers', {})).toEqual(before);
});
