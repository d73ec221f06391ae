import type { AddressBookEntry } from '@parley/client/contacts';

/** The entries that a search finds: by any part of a name, a number or an address that this device knows. */
export function searchBook(entries: readonly AddressBookEntry[], query: string): readonly AddressBookEntry[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  const digits = query.replaceAll(/[^\d]/g, '').replace(/^0+/, '');
  return entries.filter((entry) => {
    const text = fold([entry.name ?? '', ...(entry.known?.emails ?? [])].join(' '));
    if (words.every((word) => text.includes(word))) return true;
    return digits.length >= 3 && (entry.known?.phones ?? []).some((phone) => phone.includes(digits));
  });
}

/** Without case and accents: "zoe" finds Zoë. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

/** By name, as people look for it; those without one at the end. */
export function sortBook(entries: readonly AddressBookEntry[]): readonly AddressBookEntry[] {
  const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
  return entries.toSorted((one, other) => {
    if (one.name === undefined || other.name === undefined) {
      return Number(one.name === undefined) - Number(other.name === undefined);
    }
    return collator.compare(one.name, other.name);
  });
}
