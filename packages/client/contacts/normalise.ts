import { ContactName, EmailAddress, Phone } from '@parley/protocol';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import * as z from 'zod/mini';
import type { ReadEntry } from './api.ts';
import type { ContactProblem, RawContact } from './reader/slice.ts';

// The server reads what is typed there by the same rules (BOOK-1); a number must come out alike to be found.
/** RFC 5321: what may stand before the @, as everybody writes it. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Letters and digits of any script: the URL parser would also read "%41" or "1.2", which are no domains. */
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)+$/u;
const ASCII_DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const LONGEST_PHONE = 40;
const LONGEST_EMAIL = 254;
const LONGEST_NAME = 100;

/** A number in international form; one without a country is read in `region` (ISO 3166-1). */
export function normalisePhone(typed: string, region: string | undefined): string | undefined {
  const trimmed = typed.trim();
  if (trimmed.length > LONGEST_PHONE) return undefined;
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const number = parsePhoneNumberFromString(trimmed, {
    extract: false,
    ...(country === undefined ? {} : { defaultCountry: country }),
  });
  if (number?.isPossible() !== true) return undefined;
  return z.safeParse(Phone, number.number).success ? number.number : undefined;
}

/** An address in lower case, its domain in ASCII; "Ann <ann@example.org>" is the address in it. */
export function normaliseEmail(typed: string): string | undefined {
  const trimmed = typed.trim();
  const bare = trimmed.endsWith('>') ? trimmed.slice(trimmed.lastIndexOf('<') + 1, -1) : trimmed;
  const at = bare.lastIndexOf('@');
  if (at < 1 || bare.length > LONGEST_EMAIL) return undefined;
  const local = bare.slice(0, at).toLowerCase();
  const domain = asciiDomain(bare.slice(at + 1));
  if (domain === undefined || !LOCAL_PART.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return z.safeParse(EmailAddress, email).success ? email : undefined;
}

function asciiDomain(typed: string): string | undefined {
  if (!TYPED_DOMAIN.test(typed)) return undefined;
  try {
    const ascii = new URL(`http://${typed}`).hostname;
    return ASCII_DOMAIN.test(ascii) ? ascii : undefined;
  } catch {
    return undefined;
  }
}

/** A name as it may be shown and stored: one line, not endless; undefined where nothing is left. */
export function normaliseName(typed: string): string | undefined {
  const tidied = typed.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  let name = '';
  // By code points: half of an emoji is no character.
  for (const char of tidied) {
    if (name.length + char.length > LONGEST_NAME) break;
    name += char;
  }
  name = name.trim();
  return z.safeParse(ContactName, name).success ? name : undefined;
}

/** A contact of a file in the form that is sent; what cannot be read as a number or address is told and left out. */
export function normaliseContact(
  { place, name, phones, emails }: RawContact,
  region: string | undefined,
): { entry: ReadEntry | undefined; problems: readonly ContactProblem[] } {
  const problems: ContactProblem[] = [];
  const keep = (
    typed: readonly string[],
    why: 'badPhone' | 'badEmail',
    normalise: (one: string) => string | undefined,
  ): string[] => {
    const values = typed.flatMap((one) => {
      const value = normalise(one);
      if (value === undefined) problems.push({ place, why, value: one.slice(0, 60) });
      return value ?? [];
    });
    return [...new Set(values)];
  };
  const entry = {
    name: normaliseName(name),
    phones: keep(phones, 'badPhone', (one) => normalisePhone(one, region)),
    emails: keep(emails, 'badEmail', normaliseEmail),
  };
  return { entry: entry.phones.length + entry.emails.length === 0 ? undefined : entry, problems };
}
