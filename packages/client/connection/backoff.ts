/** The first wait before another try, in milliseconds. */
const FIRST_MS = 250;
/** The longest. */
const LONGEST_MS = 8_000;
/** The longest while a call runs: its other device may have something to say (CALL-26). */
const LONGEST_IN_CALL_MS = 1_000;

/**
 * How long to wait before try number `failures + 1`, in milliseconds: doubling from 0.25 s to 8 s, each spread over
 * its upper half so that a server that returns is not met by everybody at once.
 *
 * @param failures how many tries have failed in a row, from 1
 * @param random in [0, 1)
 * @param inCall a call runs on this device: one second at most
 */
export function backoffMs(failures: number, random: number, inCall = false): number {
  const ceiling = Math.min(
    inCall ? LONGEST_IN_CALL_MS : LONGEST_MS,
    FIRST_MS * 2 ** (Math.max(1, failures) - 1),
  );
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
