import { importBatch } from '../../contacts/import-batch.ts';
import { loadMe } from '../../auth/load-me.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';
import { accountChanged } from '../../commands/announce.ts';
import { callersChanged } from './contacts-announce.ts';

export const listContacts: Handler<'listContacts'> = async ({ stores }, { viewer, query }) => {
  const contacts = await stores.contacts.listPage(viewer.accountId, query);
  if (contacts === undefined) return new AppError('not_found');
  return { contacts, total: await stores.contacts.count(viewer.accountId) };
};

/** BOOK-8. The book's owner hears nothing of who may call now: that would say who is here (BOOK-9). */
export const importContacts: Handler<'importContacts'> = async (ports, { viewer, body }) => {
  if (body.entries.some(({ phones, emails }) => phones.length + emails.length === 0)) {
    return new AppError('bad_request', { detail: 'body: each entry needs a phone number or e-mail address' });
  }
  const { accountId } = viewer;
  await ports.contactLimits.importBatch(accountId);
  const { result, callers } = await ports.transaction(async (stores) => {
    const { addedHashes, ...imported } = await importBatch(ports, stores, accountId, body.entries);
    return {
      result: imported,
      callers: await stores.contacts.findCallersByHashes(accountId, addedHashes),
    };
  });
  ports.run(callersChanged(callers));
  return result;
};

export const putContactNames: Handler<'putContactNames'> = async (ports, { viewer, body }) => {
  await ports.contactLimits.importBatch(viewer.accountId);
  return await ports.transaction(async (stores) => {
    // Turning syncing off and writing names take turns: no name is left behind (BOOK-11).
    const book = await stores.contacts.lockBook(viewer.accountId);
    if (book?.syncsNames !== true) return new AppError('wrong_state', { detail: 'Names are not synced.' });
    await stores.contacts.saveNames(viewer.accountId, body.names);
    return {};
  });
};

export const removeContact: Handler<'removeContact'> = async (ports, { viewer, params }) => {
  const { accountId } = viewer;
  const callers = await ports.transaction(async (stores) => {
    // An import that is under way may be adding to this very entry.
    await stores.contacts.lockBook(accountId);
    const affected = await stores.contacts.findCallersByContact(accountId, params.contactId);
    return (await stores.contacts.delete(accountId, params.contactId)) ? affected : undefined;
  });
  if (callers === undefined) return new AppError('not_found');
  ports.run(callersChanged(callers));
  return {};
};

export const removeAllContacts: Handler<'removeAllContacts'> = async (ports, { viewer }) => {
  const { accountId } = viewer;
  const callers = await ports.transaction(async (stores) => {
    await stores.contacts.lockBook(accountId);
    const affected = await stores.contacts.findCallersByBook(accountId);
    await stores.contacts.deleteAll(accountId);
    return affected;
  });
  ports.run(callersChanged(callers));
  return {};
};

export const putAddressBookSettings: Handler<'putAddressBookSettings'> = async (ports, { viewer, body }) => {
  const { accountId } = viewer;
  const me = await ports.transaction(async (stores) => {
    await stores.contacts.lockBook(accountId);
    await stores.contacts.saveSettings(accountId, body);
    return await loadMe(ports, stores, viewer);
  });
  if (me === undefined) return new AppError('unauthenticated');
  ports.run([accountChanged(accountId)]);
  return me;
};
