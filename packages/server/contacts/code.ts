import { randomInt, timingSafeEqual } from 'node:crypto';

/** How long a code is good (BOOK-2). */
export const CODE_LIFE_MS = 10 * 60_000;
/** The last wrong attempt spends it. */
export const MOST_ATTEMPTS = 5;
const DIGITS = 6;

/** Six digits, each as likely as the other. */
export function createCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
}

/** In the same time for a near miss and a far one. */
export function isSameCode(stored: Uint8Array, given: Uint8Array): boolean {
  return stored.length === given.length && timingSafeEqual(stored, given);
}
