import { expect, test } from 'vitest';
import { lengthState } from './message-length.ts';

test.each([
  ['', { canSend: false, left: undefined }],
  [' \n ', { canSend: false, left: undefined }],
  ['hello', { canSend: true, left: undefined }],
  ['x'.repeat(3_800), { canSend: true, left: 200 }],
  ['x'.repeat(4_000), { canSend: true, left: 0 }],
  ['x'.repeat(4_001), { canSend: false, left: -1 }],
])('MSG-4: a text is judged by its length (case %#)', (text, expected) => {
  expect(lengthState(text)).toEqual(expected);
});
