import { MAX_CONTACT_FILE_BYTES } from '@parley/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvRows } from './csv-rows.ts';
import { openContacts } from './read-contacts.ts';
import { SLICE_UNITS } from './slice.ts';
import type { RawSlice } from './slice.ts';

const MEGABYTE = 1024 * 1024;

/** A file of this length, made of one piece again and again. */
function filled(start: string, piece: string, length: number): Uint8Array {
  const file = new Uint8Array(length);
  const [head, body] = [new TextEncoder().encode(start), new TextEncoder().encode(piece)];
  file.set(head);
  for (let at = head.length; at < length; at += body.length) file.set(body.subarray(0, length - at), at);
  return file;
}

/** Reads to the end and keeps counts only; what a slice holds is bounded by the stretch that it is of. */
function tally(file: Uint8Array): {
  slices: number;
  contacts: number;
  problems: number;
  ends: number[];
  total: number;
} {
  const opened = openContacts(file);
  if (opened.outcome === 'refused') throw new Error(`refused: ${opened.because}`);
  const sum = { slices: 0, contacts: 0, problems: 0, ends: [] as number[], total: 0 };
  for (const slice of opened.slices) {
    sum.slices += 1;
    sum.contacts += slice.contacts.length;
    sum.problems += slice.problems.length;
    sum.ends.push(slice.done);
    sum.total = slice.total;
  }
  return sum;
}

describe('BOOK-23: steps and memory grow with the file and no faster', () => {
  const FILES: [string, string, string][] = [
    ['one endless line', 'BEGIN:VCARD\r\nNOTE:', 'x'],
    ['an endless number', 'BEGIN:VCARD\r\nTEL:', '1'],
    ['a million cards that begin', '', 'BEGIN:VCARD\n'],
    ['cards within cards', 'BEGIN:VCARD\n', 'AGENT:\nBEGIN:VCARD\n'],
    ['soft line breaks without end', 'BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=\n', '=\n'],
    ['quoted-printable without end', 'BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:', '=3D=3D='],
    ['folds without end', 'BEGIN:VCARD\nFN:x\n', ' \n'],
    ['parameters without end', 'BEGIN:VCARD\n', ';a=b'],
    ['escapes without end', 'BEGIN:VCARD\nN:', '\\;'],
    ['numbers without end', 'BEGIN:VCARD\n', 'TEL:1\n'],
    ['quotes in a head', 'BEGIN:VCARD\nTEL;X="', '":;'],
    ['an open quote', 'Name,Phone\n"', 'x,1\n'],
    ['an open quote in each row', 'Name,Phone\n', '"x,1\n'],
    ['a quote in each place', 'Name,Phone\n', '"'],
    ['rows of nothing', 'Name,Phone\n', ',\n'],
    ['a row without end', 'Name,Phone\n', ',1'],
  ];

  function expectBounded(start: string, piece: string, length: number): void {
    const { slices, contacts, problems, ends, total } = tally(filled(start, piece, length));
    expect(ends.at(-1)).toBe(total);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(slices).toBeLessThanOrEqual(length / SLICE_UNITS + 1);
    // No byte can be told of twice: the shortest thing to tell is a row of two characters.
    expect(contacts + problems).toBeLessThanOrEqual(length / 2 + 1);
  }

  test.each(FILES)('%s: a megabyte', (_, start, piece) => expectBounded(start, piece, MEGABYTE));

  test.each([FILES[0], FILES[2], FILES[5], FILES[12]] as typeof FILES)(
    '%s: ten megabytes',
    (_, start, piece) => expectBounded(start, piece, MAX_CONTACT_FILE_BYTES),
  );

  test.each(['"x,1\n', '"', '"\n', '"a""b\n', 'x,"y\n'])(
    'rows of %j are looked at twice at most',
    (piece) => {
      const text = piece.repeat((2 * MEGABYTE) / piece.length);
      const rows = new CsvRows(text, ',');
      while (rows.next() !== undefined);
      expect(rows.visited).toBeLessThanOrEqual(2 * text.length + 1);
      expect(rows.done).toBe(text.length);
    },
  );

  test('a file over ten megabytes, and what is no list of contacts, is refused before it is read', () => {
    const big = openContacts(new Uint8Array(MAX_CONTACT_FILE_BYTES + 1));
    expect(big).toEqual({ outcome: 'refused', because: 'tooLarge' });
    for (const file of ['\u0089PNG\r\n\u001a\n\0\0\0', 'PK\u0003\u0004', '%PDF-1.7', '  <!doctype html>']) {
      expect(openContacts(new TextEncoder().encode(file))).toEqual({
        outcome: 'refused',
        because: 'notContacts',
      });
    }
  });
});

describe('whatever the bytes are', () => {
  const shreds = fc.constantFrom(
    'BEGIN:VCARD',
    'END:VCARD',
    'TEL',
    'EMAIL',
    'FN',
    'N',
    'AGENT:',
    'item1.',
    ';ENCODING=QUOTED-PRINTABLE',
    ';CHARSET=',
    'x-user-defined',
    ':',
    ';',
    '=',
    '=3',
    '"',
    '""',
    ',',
    '\\',
    '\r',
    '\n',
    '\r\n ',
    '\t',
    'tel:%E0%A4%A',
    '\u{feff}',
    'ü',
    '+4912345',
    'a@b.org',
    'Name,Phone',
  );
  const texts = fc.array(fc.oneof(shreds, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 });
  const files = fc.oneof(
    texts.map((parts) => new TextEncoder().encode(parts.join(''))),
    texts.map((parts) => new TextEncoder().encode(`BEGIN:VCARD\n${parts.join('')}`)),
    texts.map((parts) =>
      Uint8Array.from(`\u00ff\u00fe${parts.join('')}`, (char) => char.charCodeAt(0) & 0xff),
    ),
    fc.uint8Array({ maxLength: 400 }),
  );

  test('BOOK-22: nothing is thrown, and the stretches add up to the whole file', () => {
    fc.assert(
      fc.property(files, (file) => {
        const opened = openContacts(file);
        if (opened.outcome === 'refused') return;
        const slices: RawSlice[] = [...opened.slices];
        const last = slices.at(-1);
        expect(last?.done).toBe(last?.total);
        for (const { contacts, problems } of slices) {
          for (const { phones, emails } of contacts) {
            expect(phones.length + emails.length).toBeGreaterThan(0);
            expect(phones.length + emails.length).toBeLessThanOrEqual(10);
          }
          for (const { value = '' } of problems) expect(value.length).toBeLessThanOrEqual(61);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('BOOK-22: each card that begins is a contact, a problem, or a group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'TEL:12345', 'FN:x', 'junk')),
        (lines) => {
          const opened = openContacts(new TextEncoder().encode(['BEGIN:VCARD', ...lines].join('\n')));
          if (opened.outcome === 'refused') throw new Error('refused');
          const places = [...opened.slices].flatMap(({ contacts, problems }) => [
            ...contacts.map(({ place }) => place.card),
            ...problems.filter(({ why }) => why !== 'outside').map(({ place }) => place.card),
          ]);
          const begun = 1 + lines.filter((line) => line === 'BEGIN:VCARD').length;
          expect(places.toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: begun }, (_, index) => index + 1),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
