import { expect, test } from 'vitest';
import { CONNECTED, ENDED, INTERRUPTED, KNOCK, RING, RING_BACK } from './melodies.ts';

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

test.each([
  ['connected', CONNECTED],
  ['interrupted', INTERRUPTED],
  ['ended', ENDED],
])('the tone of %s is short and quieter than the ring, and takes none of its notes', (_, tone) => {
  const ring = new Set(RING.notes.map(({ frequencyHz }) => frequencyHz));
  const loudest = Math.max(...RING.notes.map(({ loudness }) => loudness));
  for (const note of tone) {
    expect(note.atMs + note.lengthMs).toBeLessThanOrEqual(500);
    expect(note.loudness).toBeLessThan(loudest / 2);
  }
  expect(tone.some(({ frequencyHz }) => !ring.has(frequencyHz))).toBe(true);
});
