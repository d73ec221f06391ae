import type { IdentityKey } from '@parley/protocol';

/** A key that a person was met with. */
export interface Pin {
  key: IdentityKey;
  /** Local Unix ms. */
  firstSeenAtMs: number;
  /** The emoji were compared in a call with this key. */
  verified: boolean;
}

/** Where keys stay on this device. What an implementation throws is lived with, in memory. */
export interface IdentityStorage {
  /** The account's key pair: what is kept, otherwise the given one, which is kept from now on. One, whoever asks first. */
  keyPair: (accountId: string, candidate: CryptoKeyPair) => Promise<CryptoKeyPair>;
  /** What an account knows of a person, changed in one step. */
  changePins: (
    accountId: string,
    personId: string,
    change: (pins: readonly Pin[]) => readonly Pin[],
  ) => Promise<readonly Pin[]>;
  /** Lets go of everything of an account's. */
  clear: (accountId: string) => Promise<void>;
}

/** Lasts as long as the program. */
export function createMemoryIdentityStorage(): IdentityStorage {
  const keys = new Map<string, CryptoKeyPair>();
  const pins = new Map<string, Map<string, readonly Pin[]>>();
  return {
    keyPair: (accountId, candidate) => {
      const kept = keys.get(accountId) ?? candidate;
      keys.set(accountId, kept);
      return Promise.resolve(kept);
    },
    changePins: (accountId, personId, change) => {
      const people = pins.get(accountId) ?? new Map<string, readonly Pin[]>();
      pins.set(accountId, people);
      const changed = change(people.get(personId) ?? []);
      people.set(personId, changed);
      return Promise.resolve(changed);
    },
    clear: (accountId) => {
      keys.delete(accountId);
      pins.delete(accountId);
      return Promise.resolve();
    },
  };
}

const DATABASE = 'parley.identity';
const KEYS = 'keys';
const PINS = 'pins';

interface PinRow {
  accountId: string;
  personId: string;
  pins: readonly Pin[];
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
    request.result.createObjectStore(KEYS);
    request.result.createObjectStore(PINS, { keyPath: ['accountId', 'personId'] });
  });
  return await finished(request);
}

/** In the page's IndexedDB, which keeps a key that cannot be read as one that cannot be read. */
function createPageIdentityStorage(): IdentityStorage {
  let database: Promise<IDBDatabase> | undefined;
  const run = async <T>(name: string, act: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    database ??= open();
    const transaction = (await database).transaction(name, 'readwrite');
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB')));
    });
    const [result] = await Promise.all([act(transaction.objectStore(name)), done]);
    return result;
  };
  return {
    // Two tabs that start at once: the transactions run one after the other, the second finds the first one's key.
    keyPair: (accountId, candidate) =>
      run(KEYS, async (store) => {
        const kept = (await finished(store.get(accountId))) as CryptoKeyPair | undefined;
        if (kept === undefined) store.put(candidate, accountId);
        return kept ?? candidate;
      }),
    changePins: (accountId, personId, change) =>
      run(PINS, async (store) => {
        const row = (await finished(store.get([accountId, personId]))) as PinRow | undefined;
        const pins = change(row?.pins ?? []);
        store.put({ accountId, personId, pins } satisfies PinRow);
        return pins;
      }),
    clear: async (accountId) => {
      await run(KEYS, (store) => finished(store.delete(accountId)));
      // An array sorts after every text: the range is the rows of one account.
      await run(PINS, (store) => finished(store.delete(IDBKeyRange.bound([accountId], [accountId, []]))));
    },
  };
}

/** In a page what the browser keeps for it, elsewhere memory. */
export function createIdentityStorage(): IdentityStorage {
  return typeof indexedDB === 'undefined' ? createMemoryIdentityStorage() : createPageIdentityStorage();
}
