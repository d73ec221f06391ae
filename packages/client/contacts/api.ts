import type {
  AddressBookSettings,
  Contact,
  ContactId,
  Identifier,
  IdentifierId,
  IdentifierKind,
  Person,
} from '@parley/protocol';
import type { FileRefusal } from './reader/read-contacts.ts';
import type { ContactProblem } from './reader/slice.ts';

/** A contact in the form that is sent: numbers in international form, addresses in lower case (BOOK-1). */
export interface ReadEntry {
  name: string | undefined;
  phones: readonly string[];
  emails: readonly string[];
}

/** A contact as a person typed it or a contact picker gave it. */
export interface TypedContact {
  name: string;
  phones: readonly string[];
  emails: readonly string[];
}

/** What a file of contacts holds. */
export type ContactFileResult =
  | { outcome: 'refused'; because: FileRefusal }
  | {
      outcome: 'read';
      entries: readonly ReadEntry[];
      /** The first 500 of `problemCount`, in the file's order. */
      problems: readonly ContactProblem[];
      problemCount: number;
      /** Contacts beyond what an address book holds. */
      leftOut: number;
    };

export interface ReadOptions {
  /** How numbers without a country code are read: ISO 3166-1. */
  region?: string | undefined;
  /** Told how much of the file has been read, from 0 to 1. */
  onProgress?: (done: number) => void;
}

/** Reads a file somewhere; a page has a worker do it. `readContactFile` does it on the spot. */
export type ContactFileReader = (file: Uint8Array, options: ReadOptions) => Promise<ContactFileResult>;

export interface ImportOptions {
  onProgress?: (progress: ImportProgress) => void;
  /** Stops between two batches; what has been sent stays, and the next import of the same entries goes on there. */
  signal?: AbortSignal;
}

export interface ImportProgress {
  /** Entries that the server has. */
  done: number;
  total: number;
  /** The server has asked to wait until then (local Unix ms), or cannot be reached. */
  waitingUntilMs?: number;
}

export type ImportResult =
  | { outcome: 'imported'; total: number }
  /** The address book is full; the entries before were imported. */
  | { outcome: 'full'; done: number }
  | { outcome: 'stopped'; done: number };

/** What this device knows of an entry of the address book; the server does not. */
export interface KeptContact {
  id: ContactId;
  name: string | undefined;
  phones: readonly string[];
  emails: readonly string[];
}

/** An entry of the address book, as this device can show it. */
export interface AddressBookEntry extends Omit<Contact, 'name'> {
  /** Undefined: it was imported on another device, which keeps the name. */
  name: string | undefined;
  /** Its numbers and addresses, where they were imported on this device. */
  known: Pick<KeptContact, 'phones' | 'emails'> | undefined;
}

/** Where names, numbers and addresses stay on this device, per account. What it throws is lived with. */
export interface ContactStorage {
  read: (accountId: string) => Promise<readonly KeptContact[]>;
  put: (accountId: string, contacts: readonly KeptContact[]) => Promise<void>;
  remove: (accountId: string, ids: readonly ContactId[]) => Promise<void>;
  clear: (accountId: string) => Promise<void>;
}

/** The address book: files are read here, the server gets numbers and addresses and keeps only hashes (docs/spec/address-book.md). */
export interface ContactsApi {
  /** Reads a file of contacts on this device and sends nothing. */
  readFile: (
    file: Blob | Uint8Array,
    options?: ReadOptions & { reader?: ContactFileReader },
  ) => Promise<ContactFileResult>;
  /** The same for contacts that were typed or picked. */
  readTyped: (
    typed: readonly TypedContact[],
    options?: Pick<ReadOptions, 'region'>,
  ) => Promise<ContactFileResult>;
  /**
   * Sends entries in batches. Waits where the server asks for it or cannot be reached for a while; rejects where it
   * stays away. Started again with the same entries it goes on where it stopped (BOOK-25).
   */
  importEntries: (entries: readonly ReadEntry[], options?: ImportOptions) => Promise<ImportResult>;
  /** Reads and imports in one go; for programs. */
  importFile: (
    file: Blob | Uint8Array,
    options?: ReadOptions & {
      reader?: ContactFileReader;
      onImport?: ImportOptions['onProgress'];
      signal?: AbortSignal;
    },
  ) => Promise<ImportResult | Extract<ContactFileResult, { outcome: 'refused' }>>;
  /** The whole book, in the order it was added. `onPage` is told what there is so far, after each page. */
  list: (options?: {
    onPage?: (entries: readonly AddressBookEntry[], total: number) => void;
    signal?: AbortSignal;
  }) => Promise<readonly AddressBookEntry[]>;
  remove: (id: ContactId) => Promise<void>;
  removeAll: () => Promise<void>;
  /**
   * Changes settings. Names that this device knows go to the server when `syncNames` is turned on, and those that only
   * the server knows come to this device before it is turned off.
   */
  setSettings: (settings: AddressBookSettings) => Promise<void>;
  /** One's own phone numbers and e-mail addresses. */
  identifiers: {
    list: () => Promise<readonly Identifier[]>;
    /** Has a code sent there. */
    add: (
      kind: IdentifierKind,
      value: string,
      region?: string,
    ) => Promise<{ identifier: Identifier; codeExpiresAtMs: number }>;
    verify: (id: IdentifierId, code: string) => Promise<Identifier>;
    remove: (id: IdentifierId) => Promise<void>;
  };
  /** People who have one in their address book, as one has them (BOOK-14). */
  suggestions: {
    list: () => Promise<readonly Person[]>;
    dismiss: (handle: string) => Promise<void>;
  };
  /** Removes an account's names, numbers and addresses from this device; signing out does. */
  forget: (accountId: string) => Promise<void>;
}
