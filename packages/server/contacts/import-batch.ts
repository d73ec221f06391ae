import { ContactId, MAX_CONTACTS } from '@parley/protocol';
import type { AccountId, ContactEntry, IdentifierKind } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Ports, Stores } from '../ports.ts';
import { mergeBatch } from './merge-batch.ts';
import { countForSuggestions } from './suggestion-quota.ts';

/** Entries that grow together may hold any number; books as people have them hold two or three an entry. */
const MOST_IDENTIFIERS = 60_000;

interface ImportedBatch {
  contactIds: ContactId[];
  total: number;
  /** What the book holds now and did not hold before. */
  addedHashes: Buffer[];
}

interface HashedEntry {
  hashes: string[];
  name: string | undefined;
}

/** What may be done with identifiers without ever writing them down. */
type ImportPorts = Pick<Ports, 'blind' | 'random' | 'clock'>;

function hashEntries(
  { blind }: ImportPorts,
  entries: readonly ContactEntry[],
): { hashed: HashedEntry[]; kinds: Map<string, IdentifierKind> } {
  const kinds = new Map<string, IdentifierKind>();
  const hash = (kind: IdentifierKind) => (value: string) => {
    const hex = blind.hash(value).toString('hex');
    kinds.set(hex, kind);
    return hex;
  };
  const hashed = entries.map(({ phones, emails, name }) => ({
    hashes: [...phones.map(hash('phone')), ...emails.map(hash('email'))],
    name,
  }));
  return { hashed, kinds };
}

/** The last name given for a contact counts; none where the member keeps names on the device (BOOK-11). */
function namesOf(
  hashed: readonly HashedEntry[],
  contactIds: readonly ContactId[],
): { contactId: ContactId; name: string }[] {
  const names = new Map<ContactId, string>();
  hashed.forEach(({ name }, index) => {
    const contactId = contactIds[index];
    if (name !== undefined && contactId !== undefined) names.set(contactId, name);
  });
  return [...names].map(([contactId, name]) => ({ contactId, name }));
}

/**
 * BOOK-8: one batch into a book, in a transaction.
 *
 * @throws AppError `too_large` where the book would be over its limits (BOOK-10)
 */
export async function importBatch(
  ports: ImportPorts,
  stores: Pick<Stores, 'contacts'>,
  ownerId: AccountId,
  entries: readonly ContactEntry[],
): Promise<ImportedBatch> {
  const { contacts } = stores;
  const nowMs = ports.clock();
  const { hashed, kinds } = hashEntries(ports, entries);
  const book = await contacts.lockBook(ownerId);
  if (book === undefined) throw new AppError('unauthenticated');
  const known = await contacts.findKnown(
    ownerId,
    [...kinds.keys()].map((hex) => Buffer.from(hex, 'hex')),
  );
  const merged = mergeBatch(
    hashed,
    known.map(({ hash, contactId }) => ({ hash: hash.toString('hex'), contactId })),
    () => ContactId.parse(ports.random.uuid()),
  );
  const total = book.contacts + merged.created.length - merged.absorbed.length;
  if (total > MAX_CONTACTS || book.identifiers + merged.added.length > MOST_IDENTIFIERS) {
    throw new AppError('too_large', { detail: `An address book holds at most ${MAX_CONTACTS} entries.` });
  }
  const counted = countForSuggestions(
    book.quota,
    merged.added.map(({ entry }) => entry),
    nowMs,
  );
  const identifiers = merged.added.map(({ hash, contactId }, index) => ({
    hash: Buffer.from(hash, 'hex'),
    kind: kinds.get(hash) ?? 'phone',
    contactId,
    counts: counted.counts[index] ?? false,
  }));
  const { created, absorbed } = merged;
  await contacts.addToBook(ownerId, { created, absorbed, identifiers, quota: counted.use }, new Date(nowMs));
  if (book.syncsNames) await contacts.saveNames(ownerId, namesOf(hashed, merged.contactIds));
  return { contactIds: merged.contactIds, total, addedHashes: identifiers.map(({ hash }) => hash) };
}
