/** Interrupted for this long, a connection is restarted, in milliseconds; most interruptions end by themselves. */
const PATIENCE_MS = 2_000;
/** Waits before the first, second, third … restart of one interruption, in milliseconds; the last repeats. */
const WAITS_MS = [0, 2_000, 4_000, 8_000];

/** Decides when to restart ICE during an interruption. That it is given up at last, the session decides (CALL-28). */
export class Recovery {
  readonly #restart: () => void;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(restart: () => void) {
    this.#restart = restart;
  }

  /** Media flows. */
  onConnected(): void {
    this.stop();
    this.#tries = 0;
  }

  /** Interrupted: wait a little, it may come back. */
  onDisconnected(): void {
    if (this.#tries === 0 && this.#timer === undefined) this.#after(PATIENCE_MS);
  }

  /** Failed: now, at first. */
  onFailed(): void {
    clearTimeout(this.#timer);
    this.#after(WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)] ?? 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #after(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#tries += 1;
      this.#restart();
      // Until media flows again, another try follows.
      this.#after(WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)] ?? 0);
    }, waitMs);
  }
}
