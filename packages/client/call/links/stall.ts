/** How often it is looked, in milliseconds. */
const LOOK_MS = 150;
/** Of somebody who is silent a packet comes every 400 ms (Opus DTX): one of them lost is no stall. In milliseconds. */
const DRY_MS = 1_000;
/** A heartbeat comes every second; this one is late, also from a busy device. In milliseconds. */
const LATE_MS = 1_600;

/**
 * Notices within a second or two that nothing comes any more: neither what was heard and seen so far nor the heartbeat.
 * One of the two alone is what a lossy link or a busy device brings about.
 */
export class Stall {
  readonly #newest: () => number | undefined;
  readonly #onStall: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #seen: number | undefined;
  #seenAtMs = 0;
  #beatAtMs = 0;

  /**
   * @param newest tells the latest sound or picture from any before it; undefined where none has come
   * @param onStall called with each look as long as it lasts
   */
  constructor(newest: () => number | undefined, onStall: () => void) {
    this.#newest = newest;
    this.#onStall = onStall;
  }

  /** The other side's heart beats: from now on it is missed. */
  onBeat(): void {
    this.#beatAtMs = Date.now();
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const newest = this.#newest();
    const nowMs = Date.now();
    if (newest !== this.#seen) {
      this.#seen = newest;
      this.#seenAtMs = nowMs;
      return;
    }
    const isDry = newest !== undefined && nowMs - this.#seenAtMs >= DRY_MS;
    if (isDry && nowMs - this.#beatAtMs >= LATE_MS) this.#onStall();
  }
}
