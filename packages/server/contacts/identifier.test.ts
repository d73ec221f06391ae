import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hintOf, parseIdentifier } from './identifier.ts';

function phone(typed: string, region?: string): string | undefined {
  return parseIdentifier('phone', typed, region)?.value;
}

function email(typed: string): string | undefined {
  return parseIdentifier('email', typed, undefined)?.value;
}

describe('BOOK-1: a phone number is kept in international form', () => {
  test.each([
    ['0151 234 56789', 'DE', '+4915123456789'],
    ['(0151) 234-56789', 'DE', '+4915123456789'],
    ['+49 151 23456789', 'US', '+4915123456789'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['07911 123456', 'GB', '+447911123456'],
    ['+390612345678', undefined, '+390612345678'],
    [' +1 212 555 0123 ', 'xx', '+12125550123'],
  ])('%j in %s is %s', (typed, region, expected) => {
    expect(phone(typed, region)).toBe(expected);
  });

  test.each(['0151 23456789', '', '+', '+49', 'call me', '+1 212 555 0123 and more', '+0123456789', '１'])(
    '%j without a region is none',
    (typed) => {
      expect(phone(typed)).toBeUndefined();
    },
  );
});

describe('BOOK-1: an e-mail address is kept in lower case, its domain in ASCII', () => {
  test.each([
    ['  Anna.Weber@Example.ORG ', 'anna.weber@example.org'],
    ['anna@BÜCHER.example', 'anna@xn--bcher-kva.example'],
    ['anna@例え.jp', 'anna@xn--r8jz45g.jp'],
    ['anna+tag@mail.example.co.uk', 'anna+tag@mail.example.co.uk'],
  ])('%j is %s', (typed, expected) => {
    expect(email(typed)).toBe(expected);
  });

  test.each([
    'anna',
    '@example.org',
    'anna@',
    'anna@localhost',
    'anna@127.0.0.1',
    'anna@1.2',
    'anna@example.org@example.org',
    'anna@ex%61mple.org',
    'anna@example.org/x',
    'anna@example.org:25',
    'anna@-example.org',
    'an na@example.org',
    'anna..w@example.org',
    '.anna@example.org',
    'anna,bert@example.org',
    '"anna"@example.org',
    'anna@example.org\r\nBcc: x@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'a'.repeat(250)}.org`,
  ])('%j is none', (typed) => {
    expect(email(typed)).toBeUndefined();
  });
});

test('BOOK-1: what was read is read as the same again, and nothing makes it throw', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.emailAddress(),
    fc.stringMatching(/^\+?[\d ()./-]{3,20}$/),
  );
  const region = fc.option(fc.string({ minLength: 2, maxLength: 2 }), { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom('phone' as const, 'email' as const), typed, region, (kind, text, where) => {
      const read = parseIdentifier(kind, text, where);
      if (read === undefined) return;
      expect(parseIdentifier(kind, read.value, where)).toEqual(read);
      expect(hintOf(read)).not.toContain(read.value);
    }),
  );
});

test('BOOK-6: the hint shows four digits, or a letter and the domain', () => {
  expect(hintOf({ kind: 'phone', value: '+4915123456789' })).toBe('•••• 6789');
  expect(hintOf({ kind: 'email', value: 'anna@example.org' })).toBe('a•••@example.org');
});
