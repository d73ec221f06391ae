import { expect, test } from 'vitest';
import { EMOJI } from './emoji-list.ts';
import { sha256, toBase64Url } from './encoding.ts';

test('CALL-64: 256 different emoji, each one code point that is a picture by itself', () => {
  expect(EMOJI).toHaveLength(256);
  expect(new Set(EMOJI).size).toBe(256);
  expect(EMOJI.filter((emoji) => !/^\p{Emoji_Presentation}$/u.test(emoji))).toEqual([]);
});

test('CALL-64: the list is part of the wire: whoever changes it shows different emoji to two versions', async () => {
  expect(toBase64Url(await sha256(EMOJI.join(' ')))).toBe('VYsuvsmlAkgDjzXuQrb-zQL-EYEGbP7hvhfdIE6xIkI');
});
