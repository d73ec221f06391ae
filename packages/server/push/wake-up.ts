/** Every wake-up of a browser is as long as this before it is encrypted: its length tells nothing (PUSH-2). */
const WAKE_UP_BYTES = 64;

/** The same for everybody and everything: the device asks what it is about. */
export const WAKE_UP = Buffer.from('wake'.padEnd(WAKE_UP_BYTES));

/** Whole seconds until then; 0 or less where it is over. */
export function secondsLeft(untilMs: number, nowMs: number): number {
  return Math.floor((untilMs - nowMs) / 1000);
}
