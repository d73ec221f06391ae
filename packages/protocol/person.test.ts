import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { CallSettings, DisplayName, Handle, normalizeHandle } from './person.ts';

const accepts = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;

describe('handles', () => {
  test.each(['bob', 'Bob_99', '___', 'a'.repeat(20)])('ACC-1: %s is one', (typed) => {
    expect(accepts(Handle, typed)).toBe(true);
  });

  test.each([
    ['too short', 'ab'],
    ['too long', 'a'.repeat(21)],
    ['a space', 'al ice'],
    ['a hyphen', 'al-ice'],
    ['a letter that is not ASCII', 'älice'],
    ['one that looks like another', 'аlice'],
    ['a line break after it', 'alice\n'],
    ['an @', '@alice'],
    ['nothing', ''],
    ['a number', 12345],
  ])('ACC-1: %s is none', (_title, typed) => {
    expect(accepts(Handle, typed)).toBe(false);
  });

  test.each([
    ['Alice', 'alice'],
    ['  @Alice ', 'alice'],
    ['@@alice', '@alice'],
    ['ALICE_1', 'alice_1'],
  ])('ACC-1: %s is stored as %s', (typed, stored) => {
    expect(normalizeHandle(typed)).toBe(stored);
  });
});

describe('display names', () => {
  test.each(['A', 'Zoë O’Neill', '山田 太郎', '👩‍🚀', 'x'.repeat(50)])('ACC-1: %s is one', (name) => {
    expect(accepts(DisplayName, name)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['too long', 'x'.repeat(51)],
    ['a line break', 'Al\nice'],
    ['a NUL', 'Al\0ice'],
    ['an escape sequence', 'Al\u001b[2Jice'],
    ['a line break after it', 'Alice\n'],
    ['no text', null],
  ])('ACC-1: %s is none', (_title, name) => {
    expect(accepts(DisplayName, name)).toBe(false);
  });
});

describe('call settings', () => {
  const audiences = { addressBook: true, following: true, verified: false, everyone: false };

  test('CON-7: all four audiences are said, and no other', () => {
    expect(accepts(CallSettings, { enabled: true, audiences, tellBusy: false })).toBe(true);
    expect(accepts(CallSettings, { enabled: true, audiences })).toBe(false);
    expect(
      accepts(CallSettings, { enabled: true, audiences: { ...audiences, friends: true }, tellBusy: false }),
    ).toBe(false);
    expect(accepts(CallSettings, { enabled: true, audiences: { everyone: true }, tellBusy: false })).toBe(
      false,
    );
    expect(accepts(CallSettings, { enabled: 'yes', audiences, tellBusy: false })).toBe(false);
  });
});
