import type { ContactId } from '@parley/protocol';
import type { ContactStorage, KeptContact } from './api.ts';

const DATABASE = 'parley.contacts';
const STORE = 'kept';

type Row = KeptContact & { accountId: string };

/** What was known of an entry and what has been read now, as one. */
function mergeKept(known: KeptContact | undefined, read: KeptContact): KeptContact {
  if (known === undefined) return read;
  const union = (one: readonly string[], other: readonly string[]): string[] => [
    ...new Set([...one, ...other]),
  ];
  return {
    id: read.id,
    name: read.name ?? known.name,
    phones: union(known.phones, read.phones),
    emails: union(known.emails, read.emails),
  };
}

/** Lasts as long as the program. */
export function createMemoryContactStorage(): ContactStorage {
  const accounts = new Map<string, Map<ContactId, KeptContact>>();
  const of = (accountId: string): Map<ContactId, KeptContact> => {
    const known = accounts.get(accountId) ?? new Map<ContactId, KeptContact>();
    accounts.set(accountId, known);
    return known;
  };
  return {
    read: (accountId) => Promise.resolve([...of(accountId).values()]),
    put: (accountId, contacts) => {
      for (const contact of contacts) {
        of(accountId).set(contact.id, mergeKept(of(accountId).get(contact.id), contact));
      }
      return Promise.resolve();
    },
    remove: (accountId, ids) => {
      for (const id of ids) of(accountId).delete(id);
      return Promise.resolve();
    },
    clear: (accountId) => Promise.resolve(void accounts.delete(accountId)),
  };
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(STORE, { keyPath: ['accountId', 'id'] });
  });
  return await finished(request);
}

/** In the page's IndexedDB, an account's rows under its id. */
function createPageContactStorage(): ContactStorage {
  let database: Promise<IDBDatabase> | undefined;
  const run = async <T>(act: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    database ??= open();
    const transaction = (await database).transaction(STORE, 'readwrite');
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB')));
    });
    const result = await act(transaction.objectStore(STORE));
    await done;
    return result;
  };
  // An array sorts after every text: the range is the rows of one account.
  const rowsOf = (accountId: string): IDBKeyRange => IDBKeyRange.bound([accountId], [accountId, []]);
  return {
    read: (accountId) =>
      run(async (store) => {
        // Written by `put` below and by nobody else.
        const rows = (await finished(store.getAll(rowsOf(accountId)))) as Row[];
        return rows.map(({ id, name, phones, emails }) => ({ id, name, phones, emails }));
      }),
    put: (accountId, contacts) =>
      run(async (store) => {
        for (const contact of contacts) {
          const known = (await finished(store.get([accountId, contact.id]))) as Row | undefined;
          store.put({ accountId, ...mergeKept(known, contact) });
        }
      }),
    remove: (accountId, ids) =>
      run(async (store) => {
        for (const id of ids) store.delete([accountId, id]);
      }),
    clear: (accountId) => run(async (store) => void store.delete(rowsOf(accountId))),
  };
}

/** In a page what the browser keeps for it, elsewhere memory. */
export function createContactStorage(): ContactStorage {
  return typeof indexedDB === 'undefined' ? createMemoryContactStorage() : createPageContactStorage();
}
