import * as z from 'zod/mini';
import {
  AddressBookSettings,
  Contact,
  ContactEntry,
  ContactName,
  Identifier,
  IdentifierKind,
  Region,
} from '../contact.ts';
import { byHandle, nothing, pageSize } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { ContactId, IdentifierId } from '../ids.ts';
import { MAX_IMPORT_ENTRIES } from '../limits.ts';
import { Me, Person } from '../person.ts';

const byIdentifier = z.strictObject({ identifierId: IdentifierId });

/** One's own phone numbers and e-mail addresses, one's address book, and the suggestions that come of it. */
export const CONTACT_ENDPOINTS = {
  listIdentifiers: {
    method: 'GET',
    path: '/api/me/identifiers',
    auth: 'session',
    summary: 'Your phone numbers and e-mail addresses, as hints',
    result: z.object({ identifiers: z.array(Identifier) }),
  },
  addIdentifier: {
    method: 'POST',
    path: '/api/me/identifiers',
    auth: 'session',
    summary: 'Attach a phone number or e-mail address; a code is sent to it',
    body: z.strictObject({
      kind: IdentifierKind,
      /** As typed; a number without a country code is read as one of `region`. */
      value: z.string().check(z.minLength(3), z.maxLength(254)),
      region: z.optional(Region),
    }),
    result: z.object({ identifier: Identifier, codeExpiresAtMs: z.int() }),
  },
  verifyIdentifier: {
    method: 'POST',
    path: '/api/me/identifiers/:identifierId/verify',
    auth: 'session',
    summary: 'Prove with the code that it is yours',
    params: byIdentifier,
    body: z.strictObject({ code: z.string().check(z.regex(/^\d{6}$/)) }),
    result: Identifier,
  },
  removeIdentifier: {
    method: 'DELETE',
    path: '/api/me/identifiers/:identifierId',
    auth: 'session',
    summary: 'Take a phone number or e-mail address off your account',
    params: byIdentifier,
    result: nothing,
  },
  putAddressBookSettings: {
    method: 'PUT',
    path: '/api/me/address-book',
    auth: 'session',
    summary: 'Decide where names are kept and whether you can be suggested',
    body: AddressBookSettings,
    result: Me,
  },
  listContacts: {
    method: 'GET',
    path: '/api/contacts',
    auth: 'session',
    summary: 'Your address book in the order it was added',
    query: z.strictObject({
      /** The page that begins just after this contact. */
      after: z.optional(ContactId),
      limit: pageSize,
    }),
    result: z.object({ contacts: z.array(Contact), total: z.int() }),
  },
  importContacts: {
    method: 'POST',
    path: '/api/contacts/import',
    auth: 'session',
    summary: 'Add entries to your address book; says nothing about who is here',
    body: z.strictObject({
      entries: z.array(ContactEntry).check(z.minLength(1), z.maxLength(MAX_IMPORT_ENTRIES)),
    }),
    /** One id for each entry, in order; entries that share an identifier become one contact. */
    result: z.object({ contactIds: z.array(ContactId), total: z.int() }),
  },
  putContactNames: {
    method: 'PUT',
    path: '/api/contacts/names',
    auth: 'session',
    summary: 'Sync names of entries that this device knows',
    body: z.strictObject({
      names: z
        .array(z.strictObject({ contactId: ContactId, name: ContactName }))
        .check(z.minLength(1), z.maxLength(MAX_IMPORT_ENTRIES)),
    }),
    result: nothing,
  },
  removeContact: {
    method: 'DELETE',
    path: '/api/contacts/:contactId',
    auth: 'session',
    summary: 'Remove one entry of your address book',
    params: z.strictObject({ contactId: ContactId }),
    result: nothing,
  },
  removeAllContacts: {
    method: 'DELETE',
    path: '/api/contacts',
    auth: 'session',
    summary: 'Empty your address book',
    result: nothing,
  },
  listSuggestions: {
    method: 'GET',
    path: '/api/suggestions',
    auth: 'session',
    summary: 'People who have you in their address book, as you have them in yours',
    result: z.object({ people: z.array(Person) }),
  },
  dismissSuggestion: {
    method: 'DELETE',
    path: '/api/suggestions/:handle',
    auth: 'session',
    summary: 'Do not suggest this person again',
    params: byHandle,
    result: nothing,
  },
} as const satisfies Record<string, Endpoint>;
