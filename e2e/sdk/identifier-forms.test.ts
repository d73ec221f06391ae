import type { IdentifierId, IdentifierKind } from '@parley/protocol';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { join } from './people.fixture.ts';
import type { Someone } from './people.fixture.ts';

/** As people write them at home. */
const NUMBERS: readonly (readonly [region: string, number: string])[] = [
  ['DE', '0151 23456789'],
  ['US', '(212) 555-0123'],
  ['GB', '020 7946 0000'],
  ['FR', '01 42 68 53 00'],
  ['IT', '06 1234 5678'],
  ['AR', '011 15-2345-6789'],
  ['BR', '(11) 96123-4567'],
  ['MX', '55 1234 5678'],
  ['JP', '090-1234-5678'],
  ['RU', '8 (912) 345-67-89'],
  ['IN', '099876 54321'],
  ['AU', '0412 345 678'],
];

type Typed = readonly [kind: IdentifierKind, value: string, region: string];

const digits = (zero: number) => (text: string) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** What phones, keyboards and address books make of a number. */
const DISGUISES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => ` ${text}\u00A0`,
  (text) => text.replaceAll(/[ -]/g, ''),
  (text) => text.replaceAll(' ', '.'),
  (text) => text.replaceAll(' ', '\u2011'),
  (text) => `tel:${text}`,
  (text) => `${text} ext. 7`,
  (text) => `${text}x`,
  (text) => `\u202A${text}\u202C`,
  digits(0xff10),
  digits(0x0660),
];

const national = fc
  .tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(...DISGUISES), fc.integer({ min: 0, max: 9_999 }))
  .map(([[region, number], disguise, ending]): Typed => {
    // Another number each time: nobody gets many codes.
    const own = number.replaceAll(/\D(?=\D*$)/g, '').slice(0, -4) + String(ending).padStart(4, '0');
    return ['phone', disguise(own), region];
  });
const foreign = fc
  .tuple(fc.constantFrom('+', '00', '011', '+ '), fc.integer({ min: 1_000_000, max: 99_999_999_999_999 }))
  .map(([prefix, number]): Typed => ['phone', `${prefix}${number}`, 'DE']);
const mail = fc
  .tuple(
    fc.emailAddress(),
    fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => ` ${text} `,
      (text) => text.replace('@', '@BÜCHER.'),
      (text) => text.replace('@', '@straße.'),
      (text) => text.replace('@', `${'a'.repeat(60)}@`),
      (text) => `${text}.`,
      (text) => text.replace('@', '@@'),
    ),
  )
  .map(([address, change]): Typed => ['email', change(address), 'DE']);
const anything = fc
  .tuple(
    fc.constantFrom<IdentifierKind>('phone', 'email'),
    fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 }),
  )
  .map(([kind, value]): Typed => [kind, value, 'DE']);

/** What a device would put into an address book for it. */
async function readOnDevice({ client }: Someone, [kind, value, region]: Typed): Promise<string | undefined> {
  const contact = {
    name: 'Somebody',
    phones: kind === 'phone' ? [value] : [],
    emails: kind === 'email' ? [value] : [],
  };
  const read = await client.contacts.readTyped([contact], { region });
  const [entry] = read.outcome === 'read' ? read.entries : [];
  return entry?.phones[0] ?? entry?.emails[0];
}

/** What the server makes of it: the same identifier of an account has one id, however it was typed. */
async function attach({ client }: Someone, [kind, value, region]: Typed): Promise<IdentifierId | undefined> {
  try {
    return (await client.contacts.identifiers.add(kind, value, region)).identifier.id;
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_request' });
    return undefined;
  }
}

test('BOOK-1, BOOK-20: what a device puts into a book is what the server reads when its owner types it', async () => {
  const anna = await join(inject('origin'), 'forms');
  const typed = fc.sample(
    fc.oneof({ weight: 3, arbitrary: national }, foreign, { weight: 2, arbitrary: mail }, anything),
    { numRuns: 250, seed: 20_260_101 },
  );
  let agreed = 0;
  for (const one of typed) {
    const onDevice = await readOnDevice(anna, one);
    const id = await attach(anna, one);
    const again = onDevice === undefined ? undefined : await attach(anna, [one[0], onDevice, one[2]]);
    expect([one, id], `${JSON.stringify(one)} is ${onDevice ?? 'nothing'} on the device`).toEqual([
      one,
      again,
    ]);
    if (id === undefined) continue;
    agreed += 1;
    await anna.client.contacts.identifiers.remove(id);
  }
  // Most of what is generated is a number or an address: agreeing on nothing would prove nothing.
  expect(agreed).toBeGreaterThan(typed.length / 3);
}, 60_000);
