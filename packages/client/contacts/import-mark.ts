import * as z from 'zod/mini';
import type { TextStorage } from '../api.ts';
import type { ReadEntry } from './api.ts';

/** After so long an import starts from the beginning: the book may have changed elsewhere. */
const GOOD_FOR_MS = 24 * 60 * 60_000;

const Mark = z.object({ fingerprint: z.string(), done: z.int(), atMs: z.int() });

/** How far an import has come, so that the next one of the same entries goes on there (BOOK-25). Holds no entry. */
export class ImportMark {
  readonly #storage: TextStorage | undefined;
  readonly #key: string;
  readonly #nowMs: () => number;

  constructor(storage: TextStorage | undefined, accountId: string, nowMs: () => number) {
    this.#storage = storage;
    this.#key = `parley.import.${accountId}`;
    this.#nowMs = nowMs;
  }

  /** How many of these entries the server has already. */
  read(fingerprint: string): number {
    try {
      const mark = z.safeParse(Mark, JSON.parse(this.#storage?.getItem(this.#key) ?? 'null'));
      if (!mark.success || mark.data.fingerprint !== fingerprint) return 0;
      return this.#nowMs() - mark.data.atMs < GOOD_FOR_MS ? mark.data.done : 0;
    } catch {
      return 0;
    }
  }

  write(fingerprint: string, done: number): void {
    try {
      this.#storage?.setItem(this.#key, JSON.stringify({ fingerprint, done, atMs: this.#nowMs() }));
    } catch {
      // A browser that keeps nothing: batches that come twice change nothing (BOOK-8).
    }
  }

  clear(): void {
    try {
      this.#storage?.removeItem(this.#key);
    } catch {
      // As above.
    }
  }
}

/** Tells one list of entries from another: 53 bits, by cyrb53. Nothing secret hangs on it. */
export function fingerprintOf(entries: readonly ReadEntry[]): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const { phones, emails } of entries) {
    for (const char of `${phones.join(',')};${emails.join(',')}\n`) {
      const code = char.codePointAt(0) ?? 0;
      high = Math.imul(high ^ code, 2_654_435_761);
      low = Math.imul(low ^ code, 1_597_334_677);
    }
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return `${entries.length}-${(4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)}`;
}
