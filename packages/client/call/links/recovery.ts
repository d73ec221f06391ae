/** Interrupted for this long, a connection is restarted, in milliseconds; most interruptions end by themselves. */
const PATIENCE_MS = 2_000;
/** Waits before the first, second, third … try of one interruption, in milliseconds; the last repeats. */
const WAITS_MS = [0, 2_000, 4_000, 8_000];
/** After so many restarts without success a new connection is begun (CALL-50). */
const RESTARTS = 3;

interface RecoverySteps {
  /** New candidates on the same connection. */
  restart: () => void;
  /** Another connection beside the one that does not come back. */
  renew: () => void;
}

/** Decides when to try what during an interruption. That it is given up at last, the session decides (CALL-28). */
export class Recovery {
  readonly #steps: RecoverySteps;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(steps: RecoverySteps) {
    this.#steps = steps;
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
    this.#after(this.#waitMs());
  }

  /** No restart can mend this connection: a new one, now at first. */
  onBroken(): void {
    this.#tries = Math.max(this.#tries, RESTARTS);
    clearTimeout(this.#timer);
    this.#after(this.#tries === RESTARTS ? 0 : this.#waitMs());
  }

  /** The other side has begun a new connection: it gets its time. */
  onRenewedThere(): void {
    clearTimeout(this.#timer);
    this.#tries = Math.max(this.#tries, RESTARTS);
    this.#after(WAITS_MS.at(-1) ?? 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #waitMs(): number {
    return WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)] ?? 0;
  }

  #after(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#tries += 1;
      if (this.#tries > RESTARTS) this.#steps.renew();
      else this.#steps.restart();
      // Until media flows again, another try follows.
      this.#after(this.#waitMs());
    }, waitMs);
  }
}
