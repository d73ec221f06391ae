import { EmailAddress, Phone } from '@parley/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { guessRegion } from './guess-region.ts';
import { normaliseContact, normaliseEmail, normaliseName, normalisePhone } from './normalise.ts';
import { listRegions } from './regions.ts';

describe('BOOK-1: numbers in international form, addresses in lower case', () => {
  test.each([
    ['0151 234 56789', 'DE', '+4915123456789'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['+49 (0) 30 / 901820', 'US', '+4930901820'],
    [' +44 20 7946 0000 ', undefined, '+442079460000'],
    ['020 7946 0000', undefined, undefined],
    ['*100#', 'DE', undefined],
    ['110', 'DE', undefined],
    ['9'.repeat(300), 'DE', undefined],
    ['+1 212 555 0123', 'no such', '+12125550123'],
  ])('%j in %s is %s', (typed, region, expected) => {
    expect(normalisePhone(typed, region)).toBe(expected);
  });

  test.each([
    ['  Anna.Weber@Example.ORG ', 'anna.weber@example.org'],
    ['Anna <anna@example.org>', 'anna@example.org'],
    ['anna@BÜCHER.example', 'anna@xn--bcher-kva.example'],
    ['anna@localhost', undefined],
    ['anna@1.2', undefined],
    ['an na@example.org', undefined],
    ['anna@ex%61mple.org', undefined],
    [`${'a'.repeat(65)}@example.org`, undefined],
    ['', undefined],
  ])('%j is %s', (typed, expected) => {
    expect(normaliseEmail(typed)).toBe(expected);
  });

  test('whatever is typed becomes what the server takes, or nothing', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary' }),
      fc.emailAddress(),
    );
    fc.assert(
      fc.property(typed, fc.constantFrom('DE', 'US', undefined), (text, region) => {
        const [phone, email, name] = [
          normalisePhone(text, region),
          normaliseEmail(text),
          normaliseName(text),
        ];
        if (phone !== undefined) expect(z.safeParse(Phone, phone).success).toBe(true);
        if (email !== undefined) expect(z.safeParse(EmailAddress, email).success).toBe(true);
        if (email !== undefined) expect(normaliseEmail(email)).toBe(email);
        if (name !== undefined) expect(name.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a contact keeps what can be read and tells what cannot', () => {
    const place = { card: 3, line: 17 };
    const raw = {
      place,
      name: 'Ann\tLee',
      phones: ['030 901820', '+49 30 901820', '?'],
      emails: ['ann@x', 'A@x.org'],
    };
    expect(normaliseContact(raw, 'DE')).toEqual({
      entry: { name: 'Ann Lee', phones: ['+4930901820'], emails: ['a@x.org'] },
      problems: [
        { place, why: 'badPhone', value: '?' },
        { place, why: 'badEmail', value: 'ann@x' },
      ],
    });
    expect(normaliseContact({ place, name: 'Eve', phones: ['?'], emails: [] }, 'DE').entry).toBeUndefined();
  });
});

describe('BOOK-24: the region is guessed from the language', () => {
  test.each([
    [['de-AT', 'en-US'], 'AT'],
    [['pl'], 'PL'],
    [['zh-Hant'], 'TW'],
    [['not a language', 'fr'], 'FR'],
    [['en-001'], undefined],
    [[], undefined],
  ])('%j suggests %s', (languages, expected) => {
    expect(guessRegion(languages)).toBe(expected);
  });

  test('every region can be chosen, with its calling code', () => {
    const regions = listRegions();
    expect(regions.length).toBeGreaterThan(200);
    expect(regions.find(({ region }) => region === 'DE')?.callingCode).toBe('49');
  });
});
