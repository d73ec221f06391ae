import { ContactId } from '@parley/protocol';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPhone } from '../../testing/codes.ts';
import { newHandle } from '../../testing/pair.ts';
import { ask, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const nowMs = Date.UTC(2026, 0, 1);
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ clock: () => nowMs });
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const signUp = (): Promise<TestPerson> => signUpPerson(server.origin, newHandle());

interface Entry {
  phones: string[];
  emails: string[];
  name?: string;
}

function entry(...phones: string[]): Entry {
  return { phones, emails: [] };
}

async function importEntries(person: TestPerson, entries: Entry[]): Promise<ContactId[]> {
  return (await person.call('importContacts', { body: { entries } })).contactIds;
}

const bearer = ({ token }: TestPerson): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The whole book, as its owner sees it. */
async function bookOf(person: TestPerson): Promise<object> {
  return await person.call('listContacts', { query: { limit: 100 } });
}

const SYNC = { region: null, syncNames: true, discoverable: true };

describe('BOOK-8: contacts come in batches', () => {
  test('the answer is ids alone, one for each entry, and entries that share an identifier are one', async () => {
    const anna = await signUp();
    const [one, two, three] = [newPhone(), newPhone(), newPhone()];
    const entries = [entry(one), { phones: [two], emails: ['x@example.org'] }, entry(three, one)];
    const answer = await anna.call('importContacts', { body: { entries } });
    expect(Object.keys(answer).toSorted()).toEqual(['contactIds', 'total']);
    const [first, second] = answer.contactIds;
    expect(answer).toEqual({ contactIds: [first, second, first], total: 2 });
    expect(await bookOf(anna)).toEqual({
      contacts: [
        { id: first, name: null, phones: 2, emails: 0, addedAtMs: nowMs },
        { id: second, name: null, phones: 1, emails: 1, addedAtMs: nowMs },
      ],
      total: 2,
    });
  });

  test('a batch that comes twice, or many times at once, changes nothing more', async () => {
    const anna = await signUp();
    const entries = Array.from({ length: 20 }, () => entry(newPhone(), newPhone()));
    const [ids, ...others] = await Promise.all(Array.from({ length: 4 }, () => importEntries(anna, entries)));
    for (const other of others) expect(other).toEqual(ids);
    const book = await bookOf(anna);
    expect(await importEntries(anna, entries)).toEqual(ids);
    expect(await bookOf(anna)).toEqual(book);
  });

  test('imports and removals at once take turns', async () => {
    const anna = await signUp();
    const numbers = Array.from({ length: 6 }, newPhone);
    for (let round = 0; round < 5; round += 1) {
      const ids = await importEntries(
        anna,
        numbers.map((number) => entry(number)),
      );
      const [one = '', two = ''] = numbers;
      await Promise.all([
        importEntries(anna, [entry(one, newPhone()), entry(one, two)]),
        ...ids.map((contactId) =>
          ask(server.origin, 'removeContact', { params: { contactId } }, bearer(anna)),
        ),
        importEntries(anna, [entry(two, newPhone())]),
        anna.call('removeAllContacts', {}),
      ]);
      await anna.call('removeAllContacts', {});
    }
    expect(await bookOf(anna)).toEqual({ contacts: [], total: 0 });
  });

  test('a removal waits for an import that is adding to the same entry', async () => {
    const anna = await signUp();
    const ownerId = anna.me.person.id;
    const [contactId] = await importEntries(anna, [entry(newPhone())]);
    if (contactId === undefined) throw new Error('no id');
    let removal: Promise<object> | undefined;
    await server.ports.transaction(async ({ contacts }) => {
      const book = await contacts.lockBook(ownerId);
      if (book === undefined) throw new Error('no book');
      removal = anna.call('removeContact', { params: { contactId } });
      // Time enough for a removal that does not wait.
      await Promise.race([removal, sleep(300)]);
      const hash = server.ports.blind.hash(newPhone());
      const identifiers = [{ hash, kind: 'phone', contactId, counts: false } as const];
      const addition = { created: [], absorbed: [], identifiers, quota: book.quota };
      await contacts.addToBook(ownerId, addition, new Date(nowMs));
    });
    expect(await removal).toEqual({});
    expect(await bookOf(anna)).toEqual({ contacts: [], total: 0 });
  });

  test('an entry that joins two makes them one, the older', async () => {
    const anna = await signUp();
    const [one, two] = [newPhone(), newPhone()];
    const [older] = await importEntries(anna, [entry(one), entry(two)]);
    expect(await importEntries(anna, [entry(two, one)])).toEqual([older]);
    expect(await bookOf(anna)).toMatchObject({ contacts: [{ id: older, phones: 2 }], total: 1 });
  });

  test.each([
    ['an entry without identifiers', { entries: [entry()] }],
    ['a number without its country', { entries: [entry('0151 23456789')] }],
    ['an address in capitals', { entries: [{ phones: [], emails: ['Anna@example.org'] }] }],
    ['eleven numbers', { entries: [entry(...Array.from({ length: 11 }, newPhone))] }],
    ['201 entries', { entries: Array.from({ length: 201 }, () => entry(newPhone())) }],
    ['no entries', { entries: [] }],
    ['a broken one among good ones', { entries: [entry(newPhone()), entry('+0')] }],
  ])('BOOK-18: %s is refused as a whole', async (_what, body) => {
    const anna = await signUp();
    expect(await anna.fail('importContacts', { body })).toMatchObject({ code: 'bad_request' });
    expect(await bookOf(anna)).toEqual({ contacts: [], total: 0 });
  });
});

describe('BOOK-10: a book is full at 20,000 entries', () => {
  test('what does not fit is refused as a whole, what it holds already is not', async () => {
    const anna = await signUp();
    // The rows themselves, because a hundred full batches take long.
    await fillBook(anna, 19_999);
    const [known, fresh] = [newPhone(), newPhone()];
    expect(await importEntries(anna, [entry(known)])).toHaveLength(1);
    const body = { entries: [entry(known), entry(fresh)] };
    expect(await anna.fail('importContacts', { body })).toMatchObject({ code: 'too_large' });
    expect((await anna.call('importContacts', { body: { entries: [entry(known)] } })).total).toBe(20_000);
    await anna.call('removeAllContacts', {});
    expect(await bookOf(anna)).toEqual({ contacts: [], total: 0 });
  });
});

/** So many entries, written by the store in one go. */
async function fillBook(person: TestPerson, count: number): Promise<void> {
  const created = Array.from({ length: count }, () => ContactId.parse(randomUUID()));
  await server.ports.transaction(async ({ contacts }) => {
    const book = await contacts.lockBook(person.me.person.id);
    if (book === undefined) throw new Error('no book');
    const addition = { created, absorbed: [], identifiers: [], quota: book.quota };
    await contacts.addToBook(person.me.person.id, addition, new Date(nowMs));
  });
}

describe('BOOK-12: the book is its owner’s', () => {
  test('page by page, in the order of adding', async () => {
    const anna = await signUp();
    const ids = await importEntries(
      anna,
      Array.from({ length: 7 }, () => entry(newPhone())),
    );
    const seen: ContactId[] = [];
    for (let after: ContactId | undefined; ;) {
      const query = { limit: 3, ...(after === undefined ? {} : { after }) };
      const { contacts, total } = await anna.call('listContacts', { query });
      expect(total).toBe(7);
      seen.push(...contacts.map(({ id }) => id));
      after = contacts.at(-1)?.id;
      if (after === undefined) break;
    }
    expect(seen).toEqual(ids);
  });

  test('nobody else lists, pages by, names or removes an entry', async () => {
    const [anna, mallory] = [await signUp(), await signUp()];
    await mallory.call('putAddressBookSettings', { body: SYNC });
    const [id] = await importEntries(anna, [entry(newPhone())]);
    if (id === undefined) throw new Error('no id');
    const book = await bookOf(anna);
    expect(await bookOf(mallory)).toEqual({ contacts: [], total: 0 });
    expect(await mallory.fail('removeContact', { params: { contactId: id } })).toEqual({ code: 'not_found' });
    expect(await mallory.fail('listContacts', { query: { after: id } })).toEqual({ code: 'not_found' });
    await mallory.call('putContactNames', { body: { names: [{ contactId: id, name: 'Mine' }] } });
    await mallory.call('removeAllContacts', {});
    expect(await bookOf(anna)).toEqual(book);
    await anna.call('removeContact', { params: { contactId: id } });
    expect(await anna.fail('removeContact', { params: { contactId: id } })).toEqual({ code: 'not_found' });
  });
});

describe('BOOK-11: names stay on the device unless they are synced', () => {
  test('without syncing, names that come are not kept and cannot be given', async () => {
    const anna = await signUp();
    const [id] = await importEntries(anna, [{ ...entry(newPhone()), name: 'Bert' }]);
    if (id === undefined) throw new Error('no id');
    expect(await bookOf(anna)).toMatchObject({ contacts: [{ name: null }] });
    const names = [{ contactId: id, name: 'Bert' }];
    expect(await anna.fail('putContactNames', { body: { names } })).toMatchObject({ code: 'wrong_state' });
  });

  test('with it they are kept, by import and later, and turning it off erases them', async () => {
    const anna = await signUp();
    await anna.call('putAddressBookSettings', { body: SYNC });
    const number = newPhone();
    const [one, two] = await importEntries(anna, [{ ...entry(number), name: 'Bert' }, entry(newPhone())]);
    if (one === undefined || two === undefined) throw new Error('no ids');
    expect(await bookOf(anna)).toMatchObject({ contacts: [{ name: 'Bert' }, { name: null }] });
    await anna.call('putContactNames', { body: { names: [{ contactId: two, name: 'Carla' }] } });
    // An import without a name takes none away.
    await importEntries(anna, [entry(number)]);
    expect(await bookOf(anna)).toMatchObject({ contacts: [{ name: 'Bert' }, { name: 'Carla' }] });
    const me = await anna.call('putAddressBookSettings', { body: { ...SYNC, syncNames: false } });
    expect(me.addressBook).toEqual({ ...SYNC, syncNames: false });
    await anna.call('putAddressBookSettings', { body: SYNC });
    expect(await bookOf(anna)).toMatchObject({ contacts: [{ name: null }, { name: null }] });
  });
});

test('BOOK-18: a body over the limit is told 413 and changes nothing', async () => {
  const anna = await signUp();
  const entries = Array.from({ length: 200 }, () => ({
    ...entry(...Array.from({ length: 10 }, newPhone)),
    name: 'x'.repeat(100),
  }));
  const answer = await ask(
    server.origin,
    'importContacts',
    { body: { entries, padding: 'x'.repeat(64 * 1024) } },
    bearer(anna),
  );
  expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } });
  expect(await bookOf(anna)).toEqual({ contacts: [], total: 0 });
});
