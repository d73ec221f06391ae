import { MAX_PAGE_SIZE } from '@parley/protocol';
import type { AddressBookSettings, Contact, ContactId } from '@parley/protocol';
import { toParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { AddressBookEntry, ContactsApi, ContactStorage, KeptContact } from './api.ts';
import { batchesOf } from './batches.ts';

const MOST_TRIES = 3;

interface AddressBookParts {
  request: Request;
  storage: ContactStorage;
  accountId: string;
  settings: AddressBookSettings;
}

type ListOptions = NonNullable<Parameters<ContactsApi['list']>[0]>;

interface Listed {
  entries: readonly AddressBookEntry[];
  /** Entries that have a name here and none on the server. */
  unnamed: readonly { contactId: ContactId; name: string }[];
}

/** The server's entries with what this device knows of them. */
async function readBook(
  { request, storage, accountId }: AddressBookParts,
  { onPage, signal }: ListOptions,
): Promise<Listed> {
  const kept = new Map((await storage.read(accountId)).map((one) => [one.id, one]));
  const entries: AddressBookEntry[] = [];
  const unnamed: { contactId: ContactId; name: string }[] = [];
  for (let after: ContactId | undefined; ;) {
    const page = await request('listContacts', {
      query: { limit: MAX_PAGE_SIZE, ...(after === undefined ? {} : { after }) },
    });
    for (const contact of page.contacts) {
      const known = kept.get(contact.id);
      entries.push(toEntry(contact, known));
      if (contact.name === null && known?.name !== undefined)
        unnamed.push({ contactId: contact.id, name: known.name });
      kept.delete(contact.id);
    }
    onPage?.([...entries], page.total);
    after = page.contacts.at(-1)?.id;
    if (page.contacts.length < MAX_PAGE_SIZE || after === undefined) break;
    if (signal?.aborted === true) return { entries, unnamed: [] };
  }
  // What was known before the first page and is on none has been removed elsewhere.
  if (kept.size > 0) await storage.remove(accountId, [...kept.keys()]);
  return { entries, unnamed };
}

/** The whole book; where names are synced, those that the server has not are sent by the way. */
export async function listBook(
  parts: AddressBookParts,
  options: ListOptions,
): Promise<readonly AddressBookEntry[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const { entries, unnamed } = await readBook(parts, options);
      if (parts.settings.syncNames) sendNames(parts.request, unnamed).catch(() => undefined);
      return entries;
    } catch (thrown) {
      // The entry that the next page was to follow has been removed meanwhile: from the beginning.
      if (toParleyError(thrown).code !== 'not_found' || tries === MOST_TRIES) throw thrown;
    }
  }
}

/** Sends the names that this device knows and the server does not. */
export async function shareNames(parts: AddressBookParts): Promise<void> {
  await sendNames(parts.request, (await readBook(parts, {})).unnamed);
}

function toEntry(contact: Contact, known: KeptContact | undefined): AddressBookEntry {
  const isKnown = known !== undefined && known.phones.length + known.emails.length > 0;
  return {
    ...contact,
    name: known?.name ?? contact.name ?? undefined,
    known: isKnown ? { phones: known.phones, emails: known.emails } : undefined,
  };
}

async function sendNames(
  request: Request,
  names: readonly { contactId: ContactId; name: string }[],
): Promise<void> {
  for (const batch of batchesOf(names)) await request('putContactNames', { body: { names: [...batch] } });
}

/** Before the server forgets the names, this device learns those that it did not know (BOOK-11). */
export async function keepNames(parts: AddressBookParts): Promise<void> {
  const entries = await listBook(parts, {});
  const named = entries.flatMap(({ id, name }) =>
    name === undefined ? [] : [{ id, name, phones: [], emails: [] }],
  );
  await parts.storage.put(parts.accountId, named);
}
