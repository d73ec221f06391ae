import { EmailAddress, Phone } from '@parley/protocol';
import type { IdentifierKind } from '@parley/protocol';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** In the one form in which it is hashed (BOOK-1). */
export interface Identifier {
  kind: IdentifierKind;
  value: string;
}

/** RFC 5321: what may stand before the @, as everybody writes it; a longer one no server takes. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Letters and digits of any script: the URL parser would also read "%41" or "1.2", which are no domains. */
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)+$/u;
const ASCII_DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const MOST_LOCAL = 64;
const MOST_EMAIL = 254;

function toAsciiDomain(typed: string): string | undefined {
  if (!TYPED_DOMAIN.test(typed)) return undefined;
  const ascii = URL.parse(`http://${typed}`)?.hostname ?? '';
  return ASCII_DOMAIN.test(ascii) ? ascii : undefined;
}

function parseEmail(typed: string): string | undefined {
  const at = typed.lastIndexOf('@');
  if (at < 1 || typed.length > MOST_EMAIL) return undefined;
  const local = typed.slice(0, at).toLowerCase();
  const domain = toAsciiDomain(typed.slice(at + 1));
  if (domain === undefined || local.length > MOST_LOCAL || !LOCAL_PART.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= MOST_EMAIL ? email : undefined;
}

/** A number without a country is read in `region` (an ISO 3166 code); without one it is not read at all. */
function parsePhone(typed: string, region: string | undefined): string | undefined {
  // Nobody writes a number longer than this; the parser need not see it.
  if (typed.length > 40) return undefined;
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const number = parsePhoneNumberFromString(typed, {
    extract: false,
    ...(country === undefined ? {} : { defaultCountry: country }),
  });
  return number?.isPossible() === true ? number.number : undefined;
}

/** BOOK-1: what a person typed, in the form that is hashed; undefined where it is neither number nor address. */
export function parseIdentifier(
  kind: IdentifierKind,
  typed: string,
  region: string | undefined,
): Identifier | undefined {
  const trimmed = typed.trim();
  const value = kind === 'email' ? parseEmail(trimmed) : parsePhone(trimmed, region);
  // What a device may not put into an address book, nobody can be found by.
  const isKnownForm = (kind === 'email' ? EmailAddress : Phone).safeParse(value).success;
  return value === undefined || !isKnownForm ? undefined : { kind, value };
}

/** Enough for its owner to know it again (BOOK-6). */
export function hintOf({ kind, value }: Identifier): string {
  if (kind === 'phone') return `•••• ${value.slice(-4)}`;
  return `${value.slice(0, 1)}•••${value.slice(value.lastIndexOf('@'))}`;
}
