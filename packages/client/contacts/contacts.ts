import type { AddressBookSettings, Me } from '@parley/protocol';
import { MAX_CONTACT_FILE_BYTES, normalizeHandle } from '@parley/protocol';
import { ParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { Ports } from '../ports.ts';
import { keepNames, listBook, shareNames } from './address-book.ts';
import type {
  ContactsApi,
  ContactStorage,
  ImportOptions,
  ImportResult,
  KeptContact,
  ReadEntry,
} from './api.ts';
import { ImportMark } from './import-mark.ts';
import { runImport } from './import.ts';
import { readContactFile, readTypedContacts } from './read-file.ts';
import { createContactStorage } from './storage.ts';

/** What the address book needs of the client around it. */
export interface ContactsParts {
  request: Request;
  ports: Pick<Ports, 'nowMs' | 'storage'>;
  me: () => Me | undefined;
  saveSettings: (settings: AddressBookSettings) => Promise<unknown>;
  /** Undefined: the page's own, or memory. */
  storage: ContactStorage | undefined;
}

/** The weighty part of `client.contacts`, loaded when it is first used. */
export function createContactsApi(parts: ContactsParts): ContactsApi {
  const { ports } = parts;
  const storage = forgiving(parts.storage ?? createContactStorage());
  const signedIn = (): Me => {
    const me = parts.me();
    if (me === undefined) throw new ParleyError('unauthenticated', 'nobody is signed in');
    return me;
  };
  const mark = (me: Me): ImportMark => new ImportMark(ports.storage, me.person.id, ports.nowMs);
  const book = (me: Me) => ({
    request: requestAs(parts, me),
    storage,
    accountId: me.person.id,
    settings: me.addressBook,
  });

  return {
    ...createReading((me, entries, options) => {
      const sendsNames = (): boolean => parts.me()?.addressBook.syncNames ?? false;
      const keep = (contacts: readonly KeptContact[]): Promise<void> => storage.put(me.person.id, contacts);
      const request = requestAs(parts, me);
      return runImport({ request, nowMs: ports.nowMs, mark: mark(me), sendsNames, keep }, entries, options);
    }, signedIn),
    list: async (options = {}) => await listBook(book(signedIn()), options),
    remove: async (contactId) => {
      const me = signedIn();
      await parts.request('removeContact', { params: { contactId } });
      mark(me).clear();
      await storage.remove(me.person.id, [contactId]);
    },
    removeAll: async () => {
      const me = signedIn();
      await parts.request('removeAllContacts', {});
      mark(me).clear();
      await storage.clear(me.person.id);
    },
    setSettings: async (settings) => {
      const before = signedIn();
      if (before.addressBook.syncNames && !settings.syncNames) await keepNames(book(before));
      await parts.saveSettings(settings);
      if (settings.syncNames && !before.addressBook.syncNames) await shareNames(book(signedIn()));
    },
    identifiers: identifiersOf(parts.request),
    suggestions: suggestionsOf(parts.request),
    forget: async (accountId) => await storage.clear(accountId),
  };
}

type Reading = Pick<ContactsApi, 'readFile' | 'readTyped' | 'importEntries' | 'importFile'>;

function createReading(
  run: (me: Me, entries: readonly ReadEntry[], options: ImportOptions) => Promise<ImportResult>,
  signedIn: () => Me,
): Reading {
  const reading: Reading = {
    readFile: async (file, { reader = readContactFile, ...options } = {}) => {
      // Before it is all in memory.
      const size = file instanceof Uint8Array ? file.length : file.size;
      if (size > MAX_CONTACT_FILE_BYTES) return { outcome: 'refused', because: 'tooLarge' };
      return await reader(
        file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer()),
        options,
      );
    },
    readTyped: (typed, options = {}) => Promise.resolve(readTypedContacts(typed, options.region)),
    importEntries: async (entries, options = {}) => await run(signedIn(), entries, options),
    importFile: async (file, { onImport, signal, ...options } = {}) => {
      const read = await reading.readFile(file, options);
      if (read.outcome === 'refused') return read;
      return await reading.importEntries(read.entries, {
        ...(onImport === undefined ? {} : { onProgress: onImport }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
  return reading;
}

/**
 * Requests in one account's name only: what takes long may outlive its session, and one's contacts must not end up in
 * the book of whoever signs in next.
 */
function requestAs({ request, me }: ContactsParts, owner: Me): Request {
  const check = (): void => {
    if (me()?.person.id !== owner.person.id)
      throw new ParleyError('unauthenticated', 'somebody else is signed in');
  };
  return async (name, input) => {
    check();
    const result = await request(name, input);
    check();
    return result;
  };
}

function suggestionsOf(request: Request): ContactsApi['suggestions'] {
  return {
    list: async () => (await request('listSuggestions', {})).people,
    dismiss: async (handle) =>
      void (await request('dismissSuggestion', { params: { handle: normalizeHandle(handle) } })),
  };
}

function identifiersOf(request: Request): ContactsApi['identifiers'] {
  return {
    list: async () => (await request('listIdentifiers', {})).identifiers,
    add: async (kind, value, region) =>
      await request('addIdentifier', { body: { kind, value, ...(region === undefined ? {} : { region }) } }),
    verify: async (identifierId, code) =>
      await request('verifyIdentifier', { params: { identifierId }, body: { code } }),
    remove: async (identifierId) => void (await request('removeIdentifier', { params: { identifierId } })),
  };
}

/** A browser that keeps nothing, or is full: the book works, its names are not there the next time. */
function forgiving(storage: ContactStorage): ContactStorage {
  const quietly = (done: Promise<void>): Promise<void> => done.catch(() => undefined);
  return {
    read: (accountId) => storage.read(accountId).catch(() => []),
    put: (accountId, contacts) => quietly(storage.put(accountId, contacts)),
    remove: (accountId, ids) => quietly(storage.remove(accountId, ids)),
    clear: (accountId) => quietly(storage.clear(accountId)),
  };
}
