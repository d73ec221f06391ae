import * as z from 'zod/mini';
import { ContactId, IdentifierId } from './ids.ts';
import { MAX_CONTACT_IDENTIFIERS } from './limits.ts';

/** A phone number in international form (ITU-T E.164): `+` and 7 to 15 digits. */
export const Phone = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/));
/** An e-mail address in lower case (RFC 5321: at most 254 characters), its domain in ASCII. */
export const EmailAddress = z
  .string()
  .check(z.maxLength(254), z.regex(/^[^\s@\p{Lu}\p{Cc}]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/u));

export const IdentifierKind = z.enum(['phone', 'email']);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

/** A phone number or e-mail address of one's own account. */
export const Identifier = z.object({
  id: IdentifierId,
  kind: IdentifierKind,
  /** All that the server keeps to show: "•••• 4567", "a•••@example.org". */
  hint: z.string(),
  /** null: its code has not been entered yet. */
  verifiedAtMs: z.nullable(z.int()),
});
export type Identifier = z.infer<typeof Identifier>;

/** A two-letter country code (ISO 3166-1): how numbers without a country code are read. */
export const Region = z.string().check(z.regex(/^[A-Z]{2}$/));

/** A name from an address book: shown, never matched. */
export const ContactName = z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^\P{Cc}+$/u));

/** One person of an address book, as a device sends it: normalised, at least one identifier. */
export const ContactEntry = z.strictObject({
  phones: z.array(Phone).check(z.maxLength(MAX_CONTACT_IDENTIFIERS)),
  emails: z.array(EmailAddress).check(z.maxLength(MAX_CONTACT_IDENTIFIERS)),
  /** Only where the member syncs names (BOOK). */
  name: z.optional(ContactName),
});
export type ContactEntry = z.infer<typeof ContactEntry>;

/** One entry of one's address book, as the server knows it: no number, no address, a name only where names are synced. */
export const Contact = z.object({
  id: ContactId,
  name: z.nullable(z.string()),
  phones: z.int(),
  emails: z.int(),
  addedAtMs: z.int(),
});
export type Contact = z.infer<typeof Contact>;

/** Settings → Address book. */
export const AddressBookSettings = z.strictObject({
  /** null: not asked yet. */
  region: z.nullable(Region),
  /** Names are kept on the server too; off: they stay on the device that read them. */
  syncNames: z.boolean(),
  /** May be suggested to, and be suggested, people who have each other in their address books. */
  discoverable: z.boolean(),
});
export type AddressBookSettings = z.infer<typeof AddressBookSettings>;
