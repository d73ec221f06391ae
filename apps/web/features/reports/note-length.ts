/** Longest note of a report, in UTF-16 code units (REP-2). */
const MAX_NOTE_LENGTH = 1_000;

/** By how much a note is too long; negative while there is room. Spaces around it are not sent. */
export function noteOver(note: string): number {
  return note.trim().length - MAX_NOTE_LENGTH;
}
