import { reasonOf } from '../call-cycle.ts';

export interface Repeated<T> {
  values: T[];
  /** Why tries failed. */
  failures: string[];
}

/** Something that is open for the tries: a pair of pages, or more. */
interface Opened {
  close: () => Promise<void>;
}

/**
 * Tries again and again with one pair; a try that throws has failed, and the next has a new pair.
 *
 * @param turns several may draw from one iterator, each with its own pair
 */
export async function repeat<O extends Opened, T>(
  open: () => Promise<O>,
  turns: Iterable<number>,
  once: (opened: O, turn: number) => Promise<T>,
): Promise<Repeated<T>> {
  const found: Repeated<T> = { values: [], failures: [] };
  let opened = await open();
  try {
    for (const turn of turns) {
      try {
        found.values.push(await once(opened, turn));
      } catch (error) {
        found.failures.push(reasonOf(error));
        await opened.close();
        opened = await open();
      }
    }
  } finally {
    await opened.close();
  }
  return found;
}

/** So many turns, from 0. */
export function* times(count: number): Generator<number> {
  for (let turn = 0; turn < count; turn += 1) yield turn;
}
