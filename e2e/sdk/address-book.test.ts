import { readFile } from 'node:fs/promises';
import { MAX_BODY_BYTES } from '@parley/protocol';
import type { ContactFileResult } from '@parley/client/contacts';
import { readContactFile } from '@parley/client/contacts';
import { expect, inject, test } from 'vitest';
import { join } from './people.fixture.ts';

type Read = Extract<ContactFileResult, { outcome: 'read' }>;

async function readExport(name: string): Promise<Read> {
  const file = await readFile(new URL(`../fixtures/exports/${name}`, import.meta.url));
  const result = await readContactFile(file, { region: 'DE' });
  if (result.outcome !== 'read') throw new Error(`${name}: ${result.because}`);
  return result;
}

const told = ({ problems }: Read) => problems.map(({ place, why }) => [place.card, place.line, why]);
const people = ({ entries }: Read) => entries.map(({ name, phones, emails }) => [name, ...phones, ...emails]);

test('BOOK-20, BOOK-21: an export of an iPhone, with groups, folded names and photos', async () => {
  const read = await readExport('ios-icloud.vcf');
  expect(people(read)).toEqual([
    ['Anna Weber', '+4915123456789', '+4930901820', 'anna.weber@example.org'],
    ['Blue Café', '+33142685300'],
    [expect.stringMatching(/^Yūko Ōno — 大野 優子/), '+819012345678', 'yuko@example.jp'],
  ]);
  expect(told(read)).toEqual([]);
});

test('BOOK-20, BOOK-21: exports of Android and of an old phone, in quoted-printable', async () => {
  const android = await readExport('android-2.1.vcf');
  expect(people(android)).toEqual([
    ['Jürgen Müller', '+491712345678', '+49401234560', '+4943198765', 'juergen@example.de'],
    ['Дядя Ваня, который живёт у моря и очень любит лодки', '+79123456789'],
  ]);
  expect(told(android)).toEqual([[3, 37, 'badPhone']]);
  const old = await readExport('old-phone-2.1.vcf');
  expect(people(old)).toEqual([
    ['Søren Løvbæk', '+4520123456'],
    ['Ulla Björk', '+46701234567', 'ulla@example.se'],
  ]);
  expect(told(old)).toEqual([]);
});

test('BOOK-20, BOOK-21: exports of Google, of Nextcloud in 4.0 with tel: URIs and a mark, and one with CR alone', async () => {
  const google = await readExport('google.vcf');
  expect(people(google)).toEqual([
    ['Priya Raman', '+919876543210', 'priya.raman@example.com', 'priya@example.in'],
  ]);
  expect(told(google)).toEqual([[2, 12, 'noIdentifier']]);
  const nextcloud = await readExport('nextcloud-4.0.vcf');
  expect(people(nextcloud)).toEqual([
    ['Zoë van Dijk', '+31612345678', '+31205555555', '+31205551234', 'zoe@example.nl'],
    ['Bücher & Karten', 'laden@xn--bcher-kva.example'],
  ]);
  expect(told(nextcloud)).toEqual([]);
  expect(people(await readExport('cr-only.vcf'))).toEqual([
    ['Carla Rossi', '+390612345678'],
    ['Carlo', 'carlo@example.it'],
  ]);
});

test.each<[string, unknown]>([
  [
    'google-old.csv',
    [
      ['Priya Raman', '+919876543210', '+492212345678', 'priya@example.com', 'priya@work.example'],
      ['Org Only', '+442079460003'],
    ],
  ],
  [
    'google-new.csv',
    [
      ['Tomás J. García', '+34612345678', 'tomas@example.es'],
      ['Harbour Office', '+34912345678'],
    ],
  ],
  [
    'outlook.csv',
    [
      ["Ben O'Neil", '+492125550123', '+19175550111', 'ben.oneil@example.com'],
      ['Eve', '+16465550100', 'eve@example.com', 'eve2@example.com'],
    ],
  ],
  ['outlook-german.csv', [['Jörg Groß', '+4943112345', '+491717654321', 'joerg@example.de']]],
  ['thunderbird.csv', [['Zoë van Dijk', '+31612345678', 'zoe@example.nl', 'zoe@work.example']]],
  ['utf16-tabs.csv', [['Łukasz Nowak', '+48601234567', 'lukasz@example.pl']]],
])('BOOK-20, BOOK-21: %s', async (name, expected) => {
  expect(people(await readExport(name))).toEqual(expected);
});

test('BOOK-22: broken parts are told by their place, and the rest is there', async () => {
  const cards = await readExport('broken.vcf');
  expect(people(cards)).toEqual([
    ['First', '+442079460001'],
    ['Half good', '+442079460002'],
    ['Last', 'last@example.org'],
  ]);
  expect(told(cards)).toEqual([
    [2, 6, 'noEnd'],
    [3, 10, 'badPhone'],
    [4, 15, 'outside'],
    [4, 19, 'badLine'],
    [5, 21, 'badEmail'],
    [6, 27, 'noIdentifier'],
    [8, 36, 'noEnd'],
  ]);
  const rows = await readExport('broken.csv');
  expect(rows.entries.map(({ name }) => name)).toEqual(['First', 'Third', 'Last']);
  expect(told(rows)).toEqual([
    [2, 3, 'openQuote'],
    [4, 5, 'badPhone'],
  ]);
});

test('BOOK-8, BOOK-25: whatever a device reads, a real server takes, in batches within its limits', async () => {
  const { client } = await join(inject('origin'), 'reader');
  const wide = Array.from({ length: 260 }, (_, card) =>
    ['BEGIN:VCARD', `FN:${'名'.repeat(90)}${card}`, ...mails(card), 'END:VCARD', ''].join('\r\n'),
  ).join('');
  expect(new TextEncoder().encode(wide).length).toBeGreaterThan(2 * MAX_BODY_BYTES);
  await client.contacts.setSettings({ region: 'DE', syncNames: true, discoverable: false });
  expect(await client.contacts.importFile(new TextEncoder().encode(wide))).toEqual({
    outcome: 'imported',
    total: 260,
  });
  const listed = await client.contacts.list();
  expect(listed).toHaveLength(260);
  expect(listed.at(-1)).toMatchObject({ name: `${'名'.repeat(90)}259`, emails: 10, phones: 0 });
  client.close();
});

function mails(card: number): string[] {
  return Array.from(
    { length: 10 },
    (_, mail) => `EMAIL:${'m'.repeat(50)}${card}@${'d'.repeat(60)}${mail}.example.org`,
  );
}
