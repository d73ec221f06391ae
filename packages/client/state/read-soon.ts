/** Within this time all clients of a node have read again, in milliseconds: not all of them at the same moment. */
const SPREAD_MS = 300;

/**
 * For what every client is told at once: reads a little later, each client at a time of its own. Whatever is told
 * meanwhile is covered by the same read.
 *
 * @param random in [0, 1)
 */
export function readSoon(random: () => number, read: () => void): { ask: () => void; forget: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        read();
      }, random() * SPREAD_MS);
    },
    forget() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
