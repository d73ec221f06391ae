import { AccountId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { createBlind } from './blind.ts';
import { createCode, isSameCode } from './code.ts';

const ANNA = AccountId.parse('00000000-0000-4000-8000-00000000000a');
const BERT = AccountId.parse('00000000-0000-4000-8000-00000000000b');

test('BOOK-2: a code is six digits', () => {
  const codes = Array.from({ length: 200 }, createCode);
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(new Set(codes).size).toBeGreaterThan(150);
});

test('BOOK-6: what is stored is of no use without the secret, for another account or another purpose', () => {
  const blind = createBlind(Buffer.from('secret'));
  const elsewhere = createBlind(Buffer.from('another secret'));
  const number = blind.hash('+4915123456789');
  expect(number.equals(createBlind(Buffer.from('secret')).hash('+4915123456789'))).toBe(true);
  expect(number.equals(elsewhere.hash('+4915123456789'))).toBe(false);
  const stored = blind.hashCode(ANNA, number, '123456');
  expect(isSameCode(stored, blind.hashCode(ANNA, number, '123456'))).toBe(true);
  for (const other of [
    blind.hashCode(ANNA, number, '123457'),
    blind.hashCode(BERT, number, '123456'),
    blind.hashCode(ANNA, blind.hash('+4915123456780'), '123456'),
    elsewhere.hashCode(ANNA, number, '123456'),
    blind.hash(`${ANNA} ${number.toString('hex')} 123456`),
    Buffer.alloc(0),
  ]) {
    expect(isSameCode(stored, other)).toBe(false);
  }
});
