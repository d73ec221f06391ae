/** One note of a melody or tone. */
export interface Note {
  /** From the melody's start, in milliseconds. */
  atMs: number;
  lengthMs: number;
  frequencyHz: number;
  /** 0 to 1. */
  loudness: number;
}

export interface Melody {
  notes: readonly Note[];
  /** When it starts anew, in milliseconds. */
  everyMs: number;
}

const G4 = 392;
const C5 = 523.25;
const D5 = 587.33;
const E5 = 659.26;
const G5 = 783.99;
const A5 = 880;
const B5 = 987.77;
const D6 = 1_174.66;

function notes(
  loudness: number,
  ...steps: readonly (readonly [atMs: number, lengthMs: number, hz: number])[]
): Note[] {
  return steps.map(([atMs, lengthMs, frequencyHz]) => ({ atMs, lengthMs, frequencyHz, loudness }));
}

/** Somebody calls: a question in five notes, and its answer. */
export const RING: Melody = {
  everyMs: 3_200,
  notes: [
    ...notes(0.5, [0, 260, E5], [180, 260, G5], [360, 420, B5]),
    ...notes(0.42, [760, 260, A5], [940, 620, D6]),
  ],
};

/** Somebody calls while one is in a call already: a knock (CALL-27). */
export const KNOCK: Melody = { everyMs: 5_000, notes: notes(0.22, [0, 160, B5], [220, 200, B5]) };

/** What a caller hears while it rings at the other end. */
export const RING_BACK: Melody = { everyMs: 3_600, notes: notes(0.2, [0, 900, 440], [0, 900, 554.37]) };

/** Played once. Quiet and short: somebody is talking. */
export type Tone = readonly Note[];

/** The two can hear each other. */
export const CONNECTED: Tone = notes(0.12, [0, 110, C5], [90, 180, G5]);

/** The connection is lost for the moment. */
export const INTERRUPTED: Tone = notes(0.1, [0, 120, D5], [160, 120, D5]);

/** The call is over. */
export const ENDED: Tone = notes(0.12, [0, 130, G5], [110, 130, C5], [220, 220, G4]);
