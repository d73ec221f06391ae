import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeBox, openBox } from './secret-box.ts';

const key = randomBytes(32);

test('ADM-4: a box opens with its key, for its owner, and never shows its content', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), fc.string(), (content, owner) => {
      const box = closeBox(key, owner, content);
      expect(box.includes(Buffer.from(content))).toBe(false);
      expect(openBox(key, owner, box)).toEqual(Buffer.from(content));
      expect(openBox(key, `${owner}x`, box)).toBeUndefined();
      expect(openBox(randomBytes(32), owner, box)).toBeUndefined();
    }),
  );
});

test('ADM-4: a box that was changed anywhere, or is torn, does not open', () => {
  const box = closeBox(key, 'anna', Buffer.from('a secret of anna'));
  for (let at = 0; at < box.length; at += 1) {
    const changed = Buffer.from(box);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(openBox(key, 'anna', changed)).toBeUndefined();
    expect(openBox(key, 'anna', box.subarray(0, at))).toBeUndefined();
  }
});
