import { expect, test } from 'vitest';
import { blockText } from './block.ts';

test('ROLL-7: without calls the block question does not name them', () => {
  expect(blockText.confirm('Ben', true)).toMatch(/^Ben can no longer message or call you, and /);
  expect(blockText.detail('Ben', true)).toBe("Ben can no longer message or call you, and isn't told.");
  for (const say of [blockText.confirm, blockText.detail]) {
    expect(say('Ben', false)).toMatch(/^Ben can no longer message you, and /);
    expect(say('Ben', false)).not.toMatch(/call/);
  }
});
