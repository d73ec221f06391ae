import { randomUUID } from 'node:crypto';
import { IdentifierId } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../store/database.ts';
import { attach, createCodeLog, newPhone } from '../../testing/codes.ts';
import { recordEffects } from '../../testing/effects.ts';
import { newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const MINUTE_MS = 60_000;
const codes = createCodeLog();
let nowMs = Date.UTC(2026, 0, 1);
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ log: codes.log, clock: () => nowMs });
});
afterAll(async () => {
  await server.close();
  expect(codes.errors).toEqual([]);
});

const signUp = (): Promise<TestPerson> => signUpPerson(server.origin, newHandle());

/** Asks for a code and does not enter it. */
async function request(person: TestPerson, value: string): Promise<{ id: IdentifierId; code: string }> {
  const { identifier } = await person.call('addIdentifier', { body: { kind: 'phone', value } });
  return { id: identifier.id, code: codes.codeFor(value) ?? '' };
}

/** Another code of the same look. */
function wrong(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

function enter(person: TestPerson, identifierId: IdentifierId, code: string): Promise<unknown> {
  return person.fail('verifyIdentifier', { params: { identifierId }, body: { code } });
}

const WRONG_CODE = { code: 'wrong_code' };

describe('BOOK-2: an identifier is attached by a code', () => {
  test('is a hint without a mark until the code is entered, and goes when it is removed', async () => {
    const anna = await signUp();
    const value = newPhone();
    const body = { kind: 'phone', value: value.replace('+49', '0'), region: 'DE' } as const;
    const { identifier, codeExpiresAtMs } = await anna.call('addIdentifier', { body });
    expect(identifier).toMatchObject({ kind: 'phone', hint: `•••• ${value.slice(-4)}`, verifiedAtMs: null });
    expect(codeExpiresAtMs).toBe(nowMs + 10 * MINUTE_MS);
    const params = { identifierId: identifier.id };
    const code = codes.codeFor(value) ?? '';
    const verified = { ...identifier, verifiedAtMs: nowMs };
    expect(await anna.call('verifyIdentifier', { params, body: { code } })).toEqual(verified);
    expect(await anna.call('listIdentifiers', {})).toEqual({ identifiers: [verified] });
    await anna.call('removeIdentifier', { params });
    expect(await anna.call('listIdentifiers', {})).toEqual({ identifiers: [] });
    expect(await anna.fail('removeIdentifier', { params })).toEqual({ code: 'not_found' });
  });

  test('BOOK-1: reads a number in the region of the settings', async () => {
    const anna = await signUp();
    const value = newPhone();
    const body = { region: 'DE', syncNames: false, discoverable: true };
    await anna.call('putAddressBookSettings', { body });
    await anna.call('addIdentifier', { body: { kind: 'phone', value: value.replace('+49', '0') } });
    expect(codes.codeFor(value)).toMatch(/^\d{6}$/);
  });

  test('a new code takes the place of the one before, and one that is attached stays so meanwhile', async () => {
    const anna = await signUp();
    const value = newPhone();
    const first = await request(anna, value);
    let second = await request(anna, value);
    while (second.code === first.code) second = await request(anna, value);
    expect(second.id).toBe(first.id);
    expect(await enter(anna, first.id, first.code)).toEqual(WRONG_CODE);
    await anna.call('verifyIdentifier', { params: { identifierId: first.id }, body: { code: second.code } });
    await request(anna, value);
    expect((await anna.call('listIdentifiers', {})).identifiers[0]?.verifiedAtMs).toBe(nowMs);
  });

  test('at most ten, and what was claimed before has room', async () => {
    const anna = await signUp();
    const values = Array.from({ length: 10 }, newPhone);
    for (const value of values) await request(anna, value);
    const sent = codes.count();
    const body = { kind: 'phone', value: newPhone() } as const;
    expect(await anna.fail('addIdentifier', { body })).toMatchObject({ code: 'too_large' });
    expect(codes.count()).toBe(sent);
    await request(anna, values[0] ?? '');
  });
});

describe('BOOK-4: a code that does not fit is refused alike, whatever is wrong with it', () => {
  const CAUSES: Record<string, () => Promise<[TestPerson, IdentifierId, string]>> = {
    async wrong() {
      const anna = await signUp();
      const { id, code } = await request(anna, newPhone());
      return [anna, id, wrong(code)];
    },
    async 'too old'() {
      const anna = await signUp();
      const { id, code } = await request(anna, newPhone());
      nowMs += 10 * MINUTE_MS;
      return [anna, id, code];
    },
    async used() {
      const anna = await signUp();
      const { id, code } = await request(anna, newPhone());
      await anna.call('verifyIdentifier', { params: { identifierId: id }, body: { code } });
      return [anna, id, code];
    },
    async 'spent by five wrong attempts'() {
      const anna = await signUp();
      const { id, code } = await request(anna, newPhone());
      for (let tries = 0; tries < 5; tries += 1) await enter(anna, id, wrong(code));
      return [anna, id, code];
    },
    async "another account's"() {
      const [anna, mallory] = [await signUp(), await signUp()];
      const { id, code } = await request(anna, newPhone());
      return [mallory, id, code];
    },
    async 'for a request that nobody knows'() {
      return [await signUp(), IdentifierId.parse(randomUUID()), '123456'];
    },
  };
  test.each(Object.entries(CAUSES))('%s', async (_cause, prepare) => {
    const [person, id, code] = await prepare();
    const before = await person.call('listIdentifiers', {});
    expect(await enter(person, id, code)).toEqual(WRONG_CODE);
    expect(await person.call('listIdentifiers', {})).toEqual(before);
  });

  test('four wrong attempts leave one', async () => {
    const anna = await signUp();
    const { id, code } = await request(anna, newPhone());
    for (let tries = 0; tries < 4; tries += 1) await enter(anna, id, wrong(code));
    await anna.call('verifyIdentifier', { params: { identifierId: id }, body: { code } });
  });

  test('nobody spends the attempts of another account', async () => {
    const [anna, mallory] = [await signUp(), await signUp()];
    const { id, code } = await request(anna, newPhone());
    for (let tries = 0; tries < 5; tries += 1) await enter(mallory, id, wrong(code));
    await anna.call('verifyIdentifier', { params: { identifierId: id }, body: { code } });
  });

  test('entered many times at once, a code is good once', async () => {
    const anna = await signUp();
    const { id, code } = await request(anna, newPhone());
    const input = { params: { identifierId: id }, body: { code } };
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => anna.call('verifyIdentifier', input)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('BOOK-5: who proves an identifier last has it', () => {
  test('the answers are those for one that nobody had, and the account before loses it', async () => {
    const [anna, bert] = [await signUp(), await signUp()];
    const value = newPhone();
    await attach(codes, anna, 'phone', value);
    const shapeOf = async (number: string): Promise<object> => {
      const { identifier, codeExpiresAtMs } = await bert.call('addIdentifier', {
        body: { kind: 'phone', value: number },
      });
      return { ...identifier, id: '', hint: '', codeExpiresAtMs };
    };
    expect(await shapeOf(value)).toEqual(await shapeOf(newPhone()));
    // Nothing has happened to Anna before the code is entered.
    expect((await anna.call('listIdentifiers', {})).identifiers).toHaveLength(1);
    const effects = recordEffects(server.ports);
    const code = codes.codeFor(value) ?? '';
    const { identifiers } = await bert.call('listIdentifiers', {});
    const mine = identifiers.find(({ hint }) => hint.endsWith(value.slice(-4)));
    if (mine === undefined) throw new Error('no claim');
    await bert.call('verifyIdentifier', { params: { identifierId: mine.id }, body: { code } });
    expect(await anna.call('listIdentifiers', {})).toEqual({ identifiers: [] });
    expect(effects).toEqual(
      [bert, anna].map((person) => ({
        kind: 'deliver',
        to: { accountId: person.me.person.id },
        frame: { type: 'account.changed' },
      })),
    );
  });

  test('two who prove it at once leave one who has it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const value = newPhone();
      const people = await Promise.all([signUp(), signUp(), signUp()]);
      const asked = [];
      for (const person of people) asked.push({ person, ...(await request(person, value)) });
      await Promise.all(
        asked.map(({ person, id, code }) =>
          person.call('verifyIdentifier', { params: { identifierId: id }, body: { code } }),
        ),
      );
      const lists = await Promise.all(people.map((person) => person.call('listIdentifiers', {})));
      const holders = lists.filter(({ identifiers }) => identifiers.some((one) => one.verifiedAtMs !== null));
      expect(holders).toHaveLength(1);
    }
  });
});

test('BOOK-6: neither number nor code stands in the database', async () => {
  const anna = await signUp();
  const value = newPhone();
  const { code } = await request(anna, value);
  await anna.call('importContacts', { body: { entries: [{ phones: [newPhone(), value], emails: [] }] } });
  const db = openDatabase(server.database, () => undefined);
  const { rows } = await sql<{ text: string }>`
    select row(i.*)::text as text from identifiers i
    union all select row(c.*)::text from identifier_codes c
    union all select row(e.*)::text from contact_identifiers e`.execute(db);
  await db.destroy();
  const all = rows.map(({ text }) => text).join('\n');
  expect(all).toContain(value.slice(-4));
  for (const written of [value, value.slice(1), code]) {
    expect(all).not.toContain(written);
    expect(all).not.toContain(Buffer.from(written).toString('hex'));
  }
});
