import { MAX_CONTACTS } from '@parley/protocol';
import type { ContactFileResult, ReadEntry, TypedContact } from './api.ts';
import { normaliseContact } from './normalise.ts';
import { openContacts } from './reader/read-contacts.ts';
import type { ContactProblem, RawContact } from './reader/slice.ts';

/** More of them nobody reads; the rest is counted. */
const MOST_PROBLEMS = 500;

/** Collects what has been read, within bounds. */
class Harvest {
  readonly entries: ReadEntry[] = [];
  readonly problems: ContactProblem[] = [];
  problemCount = 0;
  leftOut = 0;
  readonly #region: string | undefined;

  constructor(region: string | undefined) {
    this.#region = region;
  }

  /** A stretch of the file; what is wrong in it is told in the file's order. */
  take(contacts: readonly RawContact[], problems: readonly ContactProblem[]): void {
    const found = [...problems, ...contacts.flatMap((contact) => this.#contact(contact))];
    found.sort((one, other) => one.place.line - other.place.line);
    for (const problem of found) this.#problem(problem);
  }

  #contact(contact: RawContact): readonly ContactProblem[] {
    // No book holds more (BOOK-10).
    if (this.entries.length >= MAX_CONTACTS) {
      this.leftOut += 1;
      return [];
    }
    const { entry, problems } = normaliseContact(contact, this.#region);
    if (entry !== undefined) this.entries.push(entry);
    return problems;
  }

  #problem(problem: ContactProblem): void {
    this.problemCount += 1;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
  }

  result(): ContactFileResult {
    const { entries, problems, problemCount, leftOut } = this;
    return { outcome: 'read', entries, problems, problemCount, leftOut };
  }
}

/**
 * Reads a file of contacts, a bounded stretch at a time: between two of them whoever else runs on this thread gets a
 * turn (BOOK-23). Nothing is sent.
 *
 * @param options.onProgress told how much of the file has been read, from 0 to 1
 */
export async function readContactFile(
  file: Uint8Array,
  options: { region?: string | undefined; onProgress?: (done: number) => void },
): Promise<ContactFileResult> {
  const opened = openContacts(file);
  if (opened.outcome === 'refused') return opened;
  const harvest = new Harvest(options.region);
  for (const { contacts, problems, done, total } of opened.slices) {
    harvest.take(contacts, problems);
    options.onProgress?.(total === 0 ? 1 : done / total);
    // The pause between two stretches is the point.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return harvest.result();
}

/** Contacts that were typed or picked, through the same gate as those of a file (BOOK-26). */
export function readTypedContacts(
  typed: readonly TypedContact[],
  region: string | undefined,
): ContactFileResult {
  const harvest = new Harvest(region);
  const contacts = typed.map((one, index) => ({ ...one, place: { card: index + 1, line: index + 1 } }));
  const isEmpty = (one: TypedContact): boolean => one.phones.length + one.emails.length === 0;
  harvest.take(
    contacts.filter((one) => !isEmpty(one)),
    contacts.filter(isEmpty).map(({ place, name }) => ({ place, why: 'noIdentifier' as const, value: name })),
  );
  return harvest.result();
}
