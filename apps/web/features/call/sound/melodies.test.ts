import { expect, test } from 'vitest';
import { KNOCK, RING, RING_BACK } from './melodies.ts';

test.each([
  ['ring', RING],
  ['knock', KNOCK],
  ['ring-back', RING_BACK],
])('the %s ends before it starts anew, and is neither silent nor distorted', (_, melody) => {
  for (const note of melody.notes) {
    expect(note.atMs + note.lengthMs).toBeLessThan(melody.everyMs);
    expect(note.loudness).toBeGreaterThan(0);
    expect(note.loudness).toBeLessThanOrEqual(0.5);
  }
});
