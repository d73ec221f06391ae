import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from './csv-reader.ts';
import { CsvRows } from './csv-rows.ts';
import type { ContactProblem, RawContact } from './slice.ts';

function read(text: string): { contacts: RawContact[]; problems: ContactProblem[] } {
  const slices = [...readCsv(text)];
  return {
    contacts: slices.flatMap((slice) => slice.contacts),
    problems: slices.flatMap((slice) => slice.problems),
  };
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('BOOK-21: a CSV export is read as it was written', () => {
  test('headings say what is a number, and what only sounds like one', () => {
    const { contacts } = read(
      [
        'First Name,Last Name,Phonetic First Name,Phone 1 - Type,Phone 1 - Value,Home Fax,E-mail 1 - Value,E-mail Display Name',
        "Ann,Lee,ænn,Mobile,'+44 20 1234 ::: ,99 99 99,ann@x.org ; lee@x.org,Ann (ann@x.org)",
      ].join('\n'),
    );
    expect(contacts).toEqual([
      {
        place: { card: 1, line: 2 },
        name: 'Ann Lee',
        phones: ['+44 20 1234'],
        emails: ['ann@x.org', 'lee@x.org'],
      },
    ]);
  });

  test.each([',', ';', '\t'])('cells between %j, quotes and line breaks within them', (delimiter) => {
    const rows = [
      ['Name', 'Phone', 'Notes'],
      [`Eve "the${delimiter} cat"`, '12345', 'one\r\ntwo "2"'],
      ['Bob', '67890', '5" disk'],
    ];
    const text = rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n');
    expect(read(text).contacts.map(({ place, name, phones }) => [place.line, name, phones])).toEqual([
      [2, `Eve "the${delimiter} cat"`.replaceAll(/\s+/g, ' '), ['12345']],
      [4, 'Bob', ['67890']],
    ]);
  });

  test('a file without headings, with a line that names its separator, or of one column', () => {
    expect(read('Ann;+44 20 1234;ann@x.org\nBob;;bob@x.org').contacts.map(({ name }) => name)).toEqual([
      'Ann',
      'Bob',
    ]);
    expect(read('sep=|\nName|Phone\nAnn|12345').contacts).toMatchObject([{ name: 'Ann', phones: ['12345'] }]);
    expect(read('ann@x.org\nbob@x.org\n').contacts.map(({ emails }) => emails)).toEqual([
      ['ann@x.org'],
      ['bob@x.org'],
    ]);
    expect(read('Wer,Wie\nAnn,ann@x.org').contacts).toMatchObject([{ name: 'Ann' }]);
  });

  test('what is written in quotes is what is read', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 8 }), (rows) => {
        const reader = new CsvRows(rows.map((row) => row.map(quoted).join(',') + '\r\n').join(''), ',');
        const found = [];
        for (let row = reader.next(); row !== undefined; row = reader.next()) found.push(row.cells);
        expect(found).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});

describe('BOOK-22: a broken row is reported by its number and line, and skipped', () => {
  test('a quote that is never closed costs its own row only', () => {
    const { contacts, problems } = read('Name,Phone\nAnn,11111\n"Eve,22222\nBob,33333\nCid,"44444"\n');
    expect(contacts.map(({ name }) => name)).toEqual(['Ann', 'Bob', 'Cid']);
    expect(problems).toEqual([
      { place: { card: 2, line: 3 }, why: 'openQuote', value: '"Eve,22222 Bob,33333 Cid,"44444"' },
    ]);
  });

  test('a row with nobody in it is told, an empty one is not', () => {
    const { contacts, problems } = read('Name,Phone\n,,\nEve,\n\nAnn,11111');
    expect(problems).toEqual([{ place: { card: 1, line: 3 }, why: 'noIdentifier', value: 'Eve' }]);
    expect(contacts).toHaveLength(1);
  });
});
