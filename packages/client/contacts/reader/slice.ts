/** Where in a file: the number of the card or row, and the line it begins at or that is meant; both from 1. */
export interface Place {
  card: number;
  line: number;
}

/** What is wrong with a part of a file; the app words it. */
export type ContactProblemKind =
  /** The card begins and never ends: skipped. */
  | 'noEnd'
  /** The row opens a quote and never closes it: skipped. */
  | 'openQuote'
  /** Neither a phone number nor an e-mail address: skipped. */
  | 'noIdentifier'
  /** Text that belongs to no card: skipped. */
  | 'outside'
  /** A phone number or e-mail address that cannot be read as one; the rest of the card is kept. */
  | 'badPhone'
  | 'badEmail'
  /** A line that should hold one and has no value, or is too long for any. */
  | 'badLine'
  /** More phone numbers and e-mail addresses than an entry may have; the first ones are kept. */
  | 'tooMany';

export interface ContactProblem {
  place: Place;
  why: ContactProblemKind;
  /** What could not be read, shortened; it stays on the device. */
  value?: string;
}

/** A contact as the file has it, before numbers are put into international form. */
export interface RawContact {
  place: Place;
  /** Empty where the file has none. */
  name: string;
  phones: readonly string[];
  emails: readonly string[];
}

/** What a bounded stretch of a file holds. The stretches of a file add up to all its units, in order. */
export interface RawSlice {
  contacts: readonly RawContact[];
  problems: readonly ContactProblem[];
  /** How far the reader has come, of `total`. */
  done: number;
  /** Bytes of a vCard file, characters of a CSV file. */
  total: number;
}

/** After so much of a file the reader hands over what it has, so that a page or worker can do something else. */
export const SLICE_UNITS = 64 * 1024;

/** Collects what a stretch of the file holds. */
export class SliceBuilder {
  #contacts: RawContact[] = [];
  #problems: ContactProblem[] = [];
  #doneBefore = 0;
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  contact(contact: RawContact): void {
    this.#contacts.push(contact);
  }

  problem(place: Place, why: ContactProblemKind, value?: string): void {
    this.#problems.push(value === undefined ? { place, why } : { place, why, value: shorten(value) });
  }

  isDue(done: number): boolean {
    return done - this.#doneBefore >= SLICE_UNITS;
  }

  /** Hands over, and begins the next stretch. */
  take(done: number): RawSlice {
    const slice = { contacts: this.#contacts, problems: this.#problems, done, total: this.#total };
    this.#contacts = [];
    this.#problems = [];
    this.#doneBefore = done;
    return slice;
  }
}

const SHOWN_LENGTH = 60;

function shorten(value: string): string {
  const one = value
    .slice(0, 4 * SHOWN_LENGTH)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return one.length > SHOWN_LENGTH ? `${one.slice(0, SHOWN_LENGTH)}…` : one;
}
