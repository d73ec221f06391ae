import { expect, test } from 'vitest';
import { encryptionState } from './encryption-state.ts';
import { EMOJI_NAMES, emojiName } from './emoji-names.ts';

const FOUR = ['🐶', '🌙', '🔑', '🎂'];

test.each([
  [{ peerKey: 'first', verified: false }, 'waiting'],
  [{ peerKey: 'first', verified: false, emoji: FOUR }, 'first'],
  [{ peerKey: 'known', verified: false, emoji: FOUR }, 'known'],
  [{ peerKey: 'changed', verified: false }, 'changed'],
  [{ peerKey: 'changed', verified: false, emoji: FOUR }, 'changed'],
  [{ peerKey: 'known', verified: true }, 'verified'],
  [{ peerKey: 'changed', verified: true, emoji: FOUR }, 'verified'],
] as const)('CALL-69: %j is shown as %s', (encryption, state) => {
  expect(encryptionState(encryption)).toBe(state);
});

test('CALL-69: each emoji has a name of its own that can be read aloud', () => {
  const names = Object.values(EMOJI_NAMES);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(256);
  expect(names.filter((name) => !/^[A-Za-z][A-Za-z -]+$/.test(name))).toEqual([]);
  expect(FOUR.map(emojiName)).toEqual(['dog', 'moon', 'key', 'cake']);
});

test('CALL-69: an emoji that this version does not know stands for itself', () => {
  expect(emojiName('🫠')).toBe('🫠');
});
