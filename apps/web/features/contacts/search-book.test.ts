import type { AddressBookEntry } from '@parley/client/contacts';
import { describe, expect, test } from 'vitest';
import { searchBook, sortBook } from './search-book.ts';

function entry(name: string | undefined, phone?: string, email?: string): AddressBookEntry {
  const known = { phones: phone === undefined ? [] : [phone], emails: email === undefined ? [] : [email] };
  // A test's own id.
  return { id: `${name}` as AddressBookEntry['id'], name, phones: 1, emails: 0, addedAtMs: 0, known };
}

const ANN = entry('Ann Müller', '+491511234567', 'am@example.org');
const ZOE = entry('Zoë van Dijk', '+31612345678');
const NOBODY = entry(undefined, undefined);
const BOOK = [ZOE, NOBODY, ANN];

describe('BOOK-12: the owner finds an entry', () => {
  test.each([
    ['', BOOK],
    ['  ', BOOK],
    ['zoe', [ZOE]],
    ['DIJK zo', [ZOE]],
    ['muller', [ANN]],
    ['example.org', [ANN]],
    ['0151 123', [ANN]],
    ['+31 6', [ZOE]],
    ['12', []],
    ['nobody', []],
  ])('%j', (query, expected) => {
    expect(searchBook(BOOK, query)).toEqual(expected);
  });

  test('in the order of names, those without one last', () => {
    expect(sortBook(BOOK)).toEqual([ANN, ZOE, NOBODY]);
  });
});
