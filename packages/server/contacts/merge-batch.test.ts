import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeBatch } from './merge-batch.ts';

function idsFrom(prefix: string): () => string {
  let next = 0;
  return () => `${prefix}${(next += 1)}`;
}

function entries(...lists: string[][]): { hashes: string[] }[] {
  return lists.map((hashes) => ({ hashes }));
}

describe('BOOK-8: entries that share an identifier become one', () => {
  test('within a batch, also through a third entry that comes later', () => {
    expect(mergeBatch(entries(['a'], ['b'], ['a', 'b'], ['c']), [], idsFrom('new'))).toEqual({
      contactIds: ['new1', 'new1', 'new1', 'new3'],
      created: ['new1', 'new3'],
      absorbed: [],
      added: [
        { hash: 'a', contactId: 'new1', entry: 0 },
        { hash: 'b', contactId: 'new1', entry: 1 },
        { hash: 'c', contactId: 'new3', entry: 3 },
      ],
    });
  });

  test('with the book, whose oldest entry stays', () => {
    const known = [
      { hash: 'a', contactId: 'old' },
      { hash: 'b', contactId: 'later' },
    ];
    expect(mergeBatch(entries(['x'], ['b', 'x'], ['a', 'b']), known, idsFrom('new'))).toEqual({
      contactIds: ['old', 'old', 'old'],
      created: [],
      absorbed: [{ from: 'later', into: 'old' }],
      added: [{ hash: 'x', contactId: 'old', entry: 0 }],
    });
  });
});

const hash = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const batch = fc.array(fc.record({ hashes: fc.array(hash, { minLength: 1, maxLength: 4 }) }), {
  maxLength: 8,
});

/** The book after a batch, as identifier → contact. */
function apply(book: Map<string, string>, given: { hashes: string[] }[], newId: () => string): string[] {
  const known = [...book].map(([one, contactId]) => ({ hash: one, contactId }));
  const merged = mergeBatch(given, known, newId);
  for (const { from, into } of merged.absorbed) {
    for (const [one, contactId] of book) if (contactId === from) book.set(one, into);
  }
  for (const one of merged.added) book.set(one.hash, one.contactId);
  return merged.contactIds;
}

test('BOOK-8: whatever comes, each identifier has one contact, each entry is one, and a repeat changes nothing', () => {
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 5 }), (batches) => {
      const book = new Map<string, string>();
      const newId = idsFrom('c');
      for (const given of batches) {
        const ids = apply(book, given, newId);
        given.forEach(({ hashes }, index) => {
          for (const one of hashes) expect(book.get(one)).toBe(ids[index]);
        });
        const before = new Map(book);
        expect(apply(book, given, newId)).toEqual(ids);
        expect(book).toEqual(before);
      }
    }),
  );
});

test('BOOK-8: a chain of merges as long as a batch takes steps in proportion to it', () => {
  let reads = 0;
  const chain = Array.from({ length: 2_000 }, (_, index) => ({
    get hashes(): string[] {
      reads += 1;
      return [`h${index}`, `h${index + 1}`];
    },
  }));
  const apart = Array.from({ length: 2_001 }, (_, index) => ({ hashes: [`h${index}`] }));
  const { created } = mergeBatch([...apart, ...chain], [], idsFrom('c'));
  expect(created).toEqual(['c1']);
  expect(reads).toBe(chain.length);
});
