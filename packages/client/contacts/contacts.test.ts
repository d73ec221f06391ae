import { MAX_BODY_BYTES, MAX_CONTACT_FILE_BYTES, MAX_CONTACTS, MAX_IMPORT_ENTRIES } from '@parley/protocol';
import type { Contact, ContactEntry, ContactId } from '@parley/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BEN, createMemoryStorage, createSignedInClient, fakeId, Refusal } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';
import type { ImportProgress, ReadEntry } from './api.ts';
import { readContactFile } from './read-file.ts';
import { SLICE_UNITS } from './reader/slice.ts';
import { createMemoryContactStorage } from './storage.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const idOf = (number: number): ContactId => fakeId(number, 'e') as ContactId;
const entry = (number: number): ReadEntry => ({
  name: `Person ${number}`,
  phones: [`+4930${String(number).padStart(7, '0')}`],
  emails: [],
});
const people = (count: number): ReadEntry[] => Array.from({ length: count }, (_, index) => entry(index + 1));

/** A book on the scripted server: one contact per phone number, in the order they came. */
function keepBook(server: TestClient['server']): {
  batches: ContactEntry[][];
  contacts: Map<string, Contact>;
} {
  const batches: ContactEntry[][] = [];
  const contacts = new Map<string, Contact>();
  const result = () => ({ total: contacts.size });
  server.endpoints.importContacts = ({ body }) => {
    batches.push(body.entries);
    const contactIds = body.entries.map(({ phones, name }) => {
      const key = phones[0] ?? '';
      const known = contacts.get(key);
      const contact = known ?? {
        id: idOf(contacts.size + 1),
        name: name ?? null,
        phones: 1,
        emails: 0,
        addedAtMs: 0,
      };
      contacts.set(key, contact);
      return contact.id;
    });
    return { contactIds, ...result() };
  };
  server.endpoints.listContacts = ({ query }) => {
    const all = [...contacts.values()];
    const start = all.findIndex(({ id }) => id === query.after) + 1;
    return { contacts: all.slice(start, start + query.limit), ...result() };
  };
  server.endpoints.removeContact = ({ params }) => {
    for (const [key, { id }] of contacts) if (id === params.contactId) contacts.delete(key);
    return {};
  };
  server.endpoints.putContactNames = ({ body }) => {
    for (const contact of contacts.values()) {
      contact.name = body.names.find(({ contactId }) => contactId === contact.id)?.name ?? contact.name;
    }
    return {};
  };
  server.endpoints.removeAllContacts = () => {
    contacts.clear();
    return {};
  };
  server.endpoints.putAddressBookSettings = ({ body }) => {
    if (!body.syncNames) for (const contact of contacts.values()) contact.name = null;
    server.me.addressBook = body;
    return server.me;
  };
  return { batches, contacts };
}

afterEach(() => vi.useRealTimers());

describe('BOOK-20: a file is read on the device', () => {
  test('what is sent are numbers and addresses in the form of BOOK-1, without names', async () => {
    const { client, server } = await createSignedInClient();
    const { batches } = keepBook(server);
    const file = bytesOf(
      'BEGIN:VCARD\nFN:Ann Lee\nTEL:030 901820\nEMAIL:Ann@Example.org\nNOTE:secret\nEND:VCARD\n',
    );
    expect(await client.contacts.importFile(new Blob([file as BlobPart]), { region: 'DE' })).toEqual({
      outcome: 'imported',
      total: 1,
    });
    expect(batches).toEqual([[{ phones: ['+4930901820'], emails: ['ann@example.org'] }]]);
  });

  test('BOOK-23: between two stretches everybody else gets a turn, and the progress is told', async () => {
    const card = 'BEGIN:VCARD\nTEL:+4930901820\nEND:VCARD\n';
    const file = bytesOf(card.repeat(Math.ceil((4 * SLICE_UNITS) / card.length)));
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    const told: number[] = [];
    const result = await readContactFile(file, { onProgress: (done) => told.push(done) });
    clearInterval(other);
    expect(result).toMatchObject({ outcome: 'read', problemCount: 0 });
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test('BOOK-23: of a file without end only so much is kept as a book holds', async () => {
    const cards =
      'BEGIN:VCARD\nTEL:+4930901820\nEND:VCARD\n'.repeat(MAX_CONTACTS + 7) + 'BEGIN:VCARD\n'.repeat(900);
    const result = await readContactFile(bytesOf(cards), {});
    if (result.outcome !== 'read') throw new Error(result.outcome);
    expect(result.entries).toHaveLength(MAX_CONTACTS);
    expect(result.leftOut).toBe(7);
    expect(result.problems).toHaveLength(500);
    expect(result.problemCount).toBe(900);
  });

  test('BOOK-23: a file over ten megabytes is not even taken into memory', async () => {
    const { client } = await createSignedInClient();
    const file = {
      size: MAX_CONTACT_FILE_BYTES + 1,
      arrayBuffer: () => Promise.reject(new Error('was read')),
    };
    expect(await client.contacts.importFile(file as unknown as Blob)).toEqual({
      outcome: 'refused',
      because: 'tooLarge',
    });
  });

  test('BOOK-22: problems stand in the order of the file', async () => {
    const file = 'BEGIN:VCARD\nTEL:?\nEND:VCARD\nBEGIN:VCARD\nBEGIN:VCARD\nTEL:!\nEND:VCARD\n';
    expect(await readContactFile(bytesOf(file), {})).toMatchObject({
      problems: [
        { place: { card: 1, line: 1 }, why: 'badPhone', value: '?' },
        { place: { card: 2, line: 4 }, why: 'noEnd' },
        { place: { card: 3, line: 5 }, why: 'badPhone', value: '!' },
      ],
    });
  });

  test('BOOK-26: what is typed or picked goes the same way', async () => {
    const { client } = await createSignedInClient();
    const typed = [
      { name: 'Ann', phones: ['030 901820'], emails: [] },
      { name: 'Eve', phones: [], emails: [] },
    ];
    expect(await client.contacts.readTyped(typed, { region: 'DE' })).toEqual({
      outcome: 'read',
      entries: [{ name: 'Ann', phones: ['+4930901820'], emails: [] }],
      problems: [{ place: { card: 2, line: 2 }, why: 'noIdentifier', value: 'Eve' }],
      problemCount: 1,
      leftOut: 0,
    });
  });
});

describe('BOOK-25: an import tells its progress and goes on where it stopped', () => {
  test('batches hold no more than the server takes, in rows and in bytes', async () => {
    const { client, server, ports } = await createSignedInClient();
    const { batches } = keepBook(server);
    const sizes: number[] = [];
    const ask = ports.fetch;
    Object.assign(ports, {
      fetch: (url: string, init: RequestInit) => {
        if (typeof init.body === 'string') sizes.push(bytesOf(init.body).length);
        return ask(url, init);
      },
    });
    const long = Array.from({ length: 300 }, (_, index) => ({
      ...entry(index),
      emails: Array.from(
        { length: 9 },
        (_ignored, mail) => `${'m'.repeat(60)}@${'d'.repeat(60)}.${mail}x.org`,
      ),
    }));
    await client.contacts.importEntries([...people(450), ...long]);
    expect(batches.flat()).toHaveLength(750);
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(MAX_IMPORT_ENTRIES);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BODY_BYTES);
  });

  test('a server that asks to wait, or is away for a while, is waited for', async () => {
    const { client, server } = await createSignedInClient();
    const { batches } = keepBook(server);
    const store = server.endpoints.importContacts;
    const refusals = [
      new Refusal('rate_limited', 3_000),
      new Refusal('unavailable'),
      undefined,
      new Refusal('internal'),
    ];
    server.endpoints.importContacts = (input) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      return store?.(input) ?? { contactIds: [], total: 0 };
    };
    await client.contacts.list();
    vi.useFakeTimers();
    const told: ImportProgress[] = [];
    const importing = client.contacts.importEntries(people(350), {
      onProgress: (progress) => told.push(progress),
    });
    await vi.runAllTimersAsync();
    expect(await importing).toEqual({ outcome: 'imported', total: 350 });
    expect(batches.map((batch) => batch.length)).toEqual([200, 150]);
    expect(told.map(({ done, waitingUntilMs }) => [done, waitingUntilMs !== undefined])).toEqual([
      [0, false],
      [0, true],
      [0, true],
      [200, false],
      [200, true],
      [350, false],
    ]);
  });

  test('interrupted, it goes on after what the server has; other entries begin at their beginning', async () => {
    const storage = createMemoryStorage();
    const { client, server } = await createSignedInClient({ storage });
    const { batches } = keepBook(server);
    const store = server.endpoints.importContacts;
    server.endpoints.importContacts = (input) => {
      if (batches.length === 2) throw new Refusal('forbidden');
      return store?.(input) ?? { contactIds: [], total: 0 };
    };
    await expect(client.contacts.importEntries(people(500))).rejects.toMatchObject({ code: 'forbidden' });
    if (store !== undefined) server.endpoints.importContacts = store;
    const told: ImportProgress[] = [];
    await client.contacts.importEntries(people(500), { onProgress: (progress) => told.push(progress) });
    expect(told[0]).toEqual({ done: 400, total: 500 });
    expect(batches.map((batch) => batch.length)).toEqual([200, 200, 100]);

    await client.contacts.importEntries(people(500));
    expect(batches.slice(3).map((batch) => batch.length)).toEqual([200, 200, 100]);
  });

  test('an import that outlives its session adds nothing to the book of whoever signs in next', async () => {
    const { client, server } = await createSignedInClient();
    const { batches } = keepBook(server);
    const me = server.me;
    server.endpoints.signOut = () => ({});
    server.endpoints.signIn = () => ({
      me: { ...me, person: BEN },
      sessionId: fakeId(2, 'd') as typeof server.sessionId,
      token: 'other',
    });
    let entering: Promise<unknown> | undefined;
    const onProgress = ({ done }: ImportProgress): void => {
      if (done === 200)
        entering = client.account
          .signOut()
          .then(() => client.account.signIn({ handle: 'ben', password: 'x' }));
    };
    const importing = client.contacts.importEntries(people(900), { onProgress });
    await expect(importing).rejects.toMatchObject({ code: 'unauthenticated' });
    await entering;
    expect(batches.flat().length).toBeLessThan(900);
  });

  test('stopped by the person, or full: says how many are there', async () => {
    const { client, server } = await createSignedInClient();
    const { batches } = keepBook(server);
    const stop = new AbortController();
    const onProgress = ({ done }: ImportProgress): void => {
      if (done === 200) stop.abort();
    };
    expect(await client.contacts.importEntries(people(500), { signal: stop.signal, onProgress })).toEqual({
      outcome: 'stopped',
      done: 200,
    });
    expect(batches).toHaveLength(1);
    server.endpoints.importContacts = () => {
      throw new Refusal('too_large');
    };
    expect(await client.contacts.importEntries(people(3))).toEqual({ outcome: 'full', done: 0 });
  });
});

describe('BOOK-11: names stay on the device unless the member syncs them', () => {
  test('the list has names and numbers from this device, and none on another', async () => {
    const { client, server } = await createSignedInClient();
    keepBook(server);
    await client.contacts.importEntries(people(250));
    const pages: number[] = [];
    const entries = await client.contacts.list({ onPage: (soFar) => pages.push(soFar.length) });
    expect(pages).toEqual([100, 200, 250]);
    expect(entries[249]).toMatchObject({ name: 'Person 250', known: { phones: ['+49300000250'] } });

    const other = await createSignedInClient();
    Object.assign(other.server.endpoints, server.endpoints);
    expect((await other.client.contacts.list())[0]).toMatchObject({
      name: undefined,
      known: undefined,
      phones: 1,
    });
  });

  test('an entry that is removed while the book is read costs nothing', async () => {
    const { client, server } = await createSignedInClient();
    keepBook(server);
    await client.contacts.importEntries(people(150));
    const list = server.endpoints.listContacts;
    let isFirst = true;
    server.endpoints.listContacts = (input) => {
      if (input.query.after !== undefined && isFirst) {
        isFirst = false;
        throw new Refusal('not_found');
      }
      return list?.(input) ?? { contacts: [], total: 0 };
    };
    expect(await client.contacts.list()).toHaveLength(150);
  });

  test('turning syncing on sends the names that this device knows, off brings the others here first', async () => {
    const { client, server } = await createSignedInClient();
    const { batches, contacts } = keepBook(server);
    await client.contacts.importEntries(people(1));
    await client.contacts.setSettings({ ...server.me.addressBook, syncNames: true });
    expect([...contacts.values()].map(({ name }) => name)).toEqual(['Person 1']);
    await client.contacts.importEntries([entry(2)]);
    expect(batches.at(-1)).toMatchObject([{ name: 'Person 2' }]);

    contacts.set('elsewhere', { id: idOf(77), name: 'From elsewhere', phones: 0, emails: 1, addedAtMs: 0 });
    await client.contacts.setSettings({ ...server.me.addressBook, syncNames: false });
    expect([...contacts.values()].map(({ name }) => name)).toEqual([null, null, null]);
    expect((await client.contacts.list()).map(({ name }) => name)).toEqual([
      'Person 1',
      'Person 2',
      'From elsewhere',
    ]);
  });

  test('what is removed, here or elsewhere, is forgotten here; signing out forgets everything', async () => {
    const contactStorage = createMemoryContactStorage();
    const { client, server } = await createSignedInClient({ contactStorage });
    const { contacts } = keepBook(server);
    server.endpoints.signOut = () => ({});
    const accountId = server.me.person.id;
    const kept = async (): Promise<unknown[]> =>
      (await contactStorage.read(accountId)).map(({ name }) => name);
    await client.contacts.importEntries(people(3));
    await client.contacts.remove(idOf(1));
    expect(await kept()).toEqual(['Person 2', 'Person 3']);
    contacts.delete('+49300000002');
    await client.contacts.list();
    expect(await kept()).toEqual(['Person 3']);
    await client.account.signOut();
    await vi.waitFor(async () => expect(await kept()).toEqual([]));
  });

  test('a browser that keeps nothing shows the book without names', async () => {
    const broken = () => Promise.reject(new Error('no storage here'));
    const { client, server } = await createSignedInClient({
      contactStorage: { read: broken, put: broken, remove: broken, clear: broken },
    });
    keepBook(server);
    await client.contacts.importEntries(people(2));
    expect((await client.contacts.list()).map(({ name }) => name)).toEqual([undefined, undefined]);
    await client.contacts.removeAll();
    expect(await client.contacts.list()).toEqual([]);
  });
});
