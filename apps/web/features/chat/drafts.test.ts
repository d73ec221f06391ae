import { expect, test } from 'vitest';
import { readDraft, writeDraft } from './drafts.ts';
import type { DraftStorage } from './drafts.ts';

function memory(): DraftStorage & { size: () => number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}

test('a draft belongs to one account and one conversation', () => {
  const storage = memory();
  writeDraft(storage, 'ann', 'c1', 'half a thou');
  expect(readDraft(storage, 'ann', 'c1')).toBe('half a thou');
  expect(readDraft(storage, 'ann', 'c2')).toBe('');
  expect(readDraft(storage, 'bob', 'c1')).toBe('');
});

test('an empty draft leaves nothing behind', () => {
  const storage = memory();
  writeDraft(storage, 'ann', 'c1', 'x');
  writeDraft(storage, 'ann', 'c1', '');
  expect(storage.size()).toBe(0);
});

test('storage that refuses is lived with', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(() => writeDraft(storage, 'ann', 'c1', 'x')).not.toThrow();
  expect(readDraft(storage, 'ann', 'c1')).toBe('');
});
