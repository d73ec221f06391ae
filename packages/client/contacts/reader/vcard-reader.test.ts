import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContactProblem, RawContact } from './slice.ts';
import { readVcards } from './vcard-reader.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(file: string | Uint8Array): { contacts: RawContact[]; problems: ContactProblem[] } {
  const slices = [...readVcards(typeof file === 'string' ? bytesOf(file) : file)];
  return {
    contacts: slices.flatMap((slice) => slice.contacts),
    problems: slices.flatMap((slice) => slice.problems),
  };
}

const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

describe('BOOK-21: text is read as it was written', () => {
  test('quoted-printable with soft line breaks, in its character set, and raw text in an old one', () => {
    const { contacts } = read(
      card(
        'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:L=F8vb=',
        '=E6k',
        'TEL;CELL:0171 2=',
        'EMAIL;HOME:ann@example.org',
      ),
    );
    // "=" ends the line of a number that is not quoted-printable: it belongs to the number, whatever it means there.
    expect(contacts).toEqual([
      { place: { card: 1, line: 1 }, name: 'Løvbæk', phones: ['0171 2='], emails: ['ann@example.org'] },
    ]);
    const raw = Uint8Array.from([
      ...bytesOf('BEGIN:VCARD\nN:Bj'),
      0xf6,
      ...bytesOf('rk;\nTEL:1234567\nEND:VCARD'),
    ]);
    expect(read(raw).contacts[0]?.name).toBe('Björk');
  });

  test('a soft line break before the end of the card takes nothing of the card with it', () => {
    const { contacts, problems } = read(
      card('TEL:1234567', 'ADR;ENCODING=QUOTED-PRINTABLE:;;Pier 1=0D=0A=') + card('TEL:7654321'),
    );
    expect(contacts.map(({ phones }) => phones)).toEqual([['1234567'], ['7654321']]);
    expect(problems).toEqual([]);
  });

  test('folded lines, also where the fold cuts a character in two', () => {
    const umlaut = bytesOf('ü');
    const folded = Uint8Array.from([
      ...bytesOf('BEGIN:VCARD\r\nFN:J'),
      umlaut[0] ?? 0,
      ...bytesOf('\r\n '),
      umlaut[1] ?? 0,
      ...bytesOf('rgen\r\nTEL:+49\r\n\t 40 1\r\nEND:VCARD\r\n'),
    ]);
    expect(read(folded).contacts[0]).toMatchObject({ name: 'Jürgen', phones: ['+49 40 1'] });
  });

  test('groups, parameters in any case, quoted colons, tel: and mailto:', () => {
    const { contacts } = read(
      card(
        'version:4.0',
        'fn;X-A="b:c;d":Zo\\, the \\;one',
        'item1.TEL;VALUE=uri;TYPE="voice,home":tel:+31-6-1234;ext=9',
        'tel;value=uri:tel:5555;phone-context=+31-20',
        'TEL;TYPE=FAX:+31 6 999',
        'Item2.Email;type=pref:mailto:Zo@Example.org',
      ),
    );
    expect(contacts).toEqual([
      {
        place: { card: 1, line: 1 },
        name: 'Zo, the ;one',
        phones: ['+31-6-1234', '+31-205555'],
        emails: ['Zo@Example.org'],
      },
    ]);
  });

  test.each(['\r\n', '\n', '\r'])('lines that end in %j', (end) => {
    const text = [
      'BEGIN:VCARD',
      'FN:Ann',
      'TEL:12345',
      'END:VCARD',
      'BEGIN:VCARD',
      'EMAIL:b@x.org',
      'END:VCARD',
    ];
    const { contacts } = read(text.join(end));
    expect(contacts.map(({ place }) => place)).toEqual([
      { card: 1, line: 1 },
      { card: 2, line: 5 },
    ]);
  });

  test('a photo is passed over, folded or not, and so are the people of a nested card', () => {
    const photo = Array.from({ length: 200 }, () => 'QUJDREVGR0g='.repeat(6));
    const { contacts, problems } = read(
      card(
        'TEL:12345',
        'PHOTO;ENCODING=BASE64;JPEG:',
        ...photo.map((line) => ` ${line}`),
        ...photo,
        'AGENT:',
        'BEGIN:VCARD',
        'TEL:99999',
        'END:VCARD',
        'EMAIL:a@x.org',
      ),
    );
    expect(contacts).toMatchObject([{ phones: ['12345'], emails: ['a@x.org'] }]);
    expect(problems).toEqual([]);
  });
});

describe('BOOK-22: a broken card is reported by its number, its line and what is wrong, and skipped', () => {
  test.each<[string, string, ContactProblem]>([
    ['that never ends', 'BEGIN:VCARD\r\nTEL:12345\r\n', { place: { card: 2, line: 4 }, why: 'noEnd' }],
    [
      'with nothing in it',
      card('FN:Eve'),
      { place: { card: 2, line: 4 }, why: 'noIdentifier', value: 'Eve' },
    ],
    ['without a value', card('TEL;CELL'), { place: { card: 2, line: 5 }, why: 'badLine', value: 'TEL;CELL' }],
    [
      'that is none',
      '<p>hello\r\n</p>\r\n',
      { place: { card: 2, line: 4 }, why: 'outside', value: '<p>hello' },
    ],
    ['that only ends', 'END:VCARD\r\n', { place: { card: 2, line: 4 }, why: 'outside', value: 'END:VCARD' }],
  ])('one %s', (_, broken, problem) => {
    const { contacts, problems } = read(card('TEL:1') + broken + card('TEL:2'));
    expect(problems).toEqual([problem]);
    expect(contacts.map(({ phones }) => phones)).toEqual([['1'], ['2']]);
  });

  test('a number longer than any is reported by its line, more than ten identifiers by their card', () => {
    const { contacts, problems } = read(
      card(`TEL:${'1'.repeat(20_000)}`, 'EMAIL:a@x.org') +
        card(...Array.from({ length: 12 }, (_, index) => `TEL:${index}`)),
    );
    expect(problems.map(({ place, why }) => [place.card, place.line, why])).toEqual([
      [1, 2, 'badLine'],
      [2, 5, 'tooMany'],
    ]);
    expect(contacts.map(({ phones, emails }) => phones.length + emails.length)).toEqual([1, 10]);
  });

  test('a group is nobody, and no problem', () => {
    expect(read(card('KIND:group', 'FN:Rowing club'))).toEqual({ contacts: [], problems: [] });
  });
});

describe('BOOK-20: cards come out as they went in', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .map((name) => name.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim());
  const person = fc.record({
    name: text,
    phones: fc.uniqueArray(fc.stringMatching(/^\+[1-9]\d{6,14}$/), { minLength: 1, maxLength: 5 }),
    emails: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.org$/), { maxLength: 5 }),
  });

  test('whatever the version, the folding and the line ends', () => {
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 6 }),
        fc.constantFrom('2.1', '3.0', '4.0'),
        fc.integer({ min: 5, max: 80 }),
        fc.constantFrom('\r\n', '\n', '\r'),
        (people, version, width, end) => {
          const file = people.map((one) => write(one, version, width, end)).join('');
          const { contacts, problems } = read(file);
          expect(problems).toEqual([]);
          expect(contacts.map(({ name, phones, emails }) => ({ name, phones, emails }))).toEqual(people);
        },
      ),
      { numRuns: 150 },
    );
  });
});

interface Written {
  name: string;
  phones: readonly string[];
  emails: readonly string[];
}

function write({ name, phones, emails }: Written, version: string, width: number, end: string): string {
  const lines = [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    version === '2.1' ? quotedPrintable(name, width, end) : fold(`FN:${escape(name)}`, width, end),
    ...phones.map((phone) =>
      version === '4.0' ? `TEL;VALUE=uri:tel:${phone}` : `item1.TEL;TYPE=CELL:${phone}`,
    ),
    ...emails.map((email) => `EMAIL:${email}`),
    'END:VCARD',
  ];
  return lines.map((line) => line + end).join('');
}

const escape = (value: string): string => value.replaceAll(/[\\,;]/g, (char) => `\\${char}`);

function fold(line: string, width: number, end: string): string {
  const chars = Array.from(line);
  const parts = [];
  for (let at = 0; at < chars.length; at += width) parts.push(chars.slice(at, at + width).join(''));
  return parts.join(`${end} `);
}

function quotedPrintable(value: string, width: number, end: string): string {
  // 2.1 has escapes too, in the wild.
  const codes = [...bytesOf(escape(value))].map(
    (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  const parts = [];
  for (let at = 0; at < codes.length; at += width) parts.push(codes.slice(at, at + width).join(''));
  return `FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${parts.join(`=${end}`)}`;
}
