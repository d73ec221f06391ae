import { HEARTBEAT_MS } from './links/control.ts';
import type { PeerState } from './links/control.ts';
import type { Links } from './links/links.ts';

interface PulseParts {
  links: () => Links;
  /** What this side sends; undefined as long as nothing is agreed. */
  state: () => Omit<PeerState, 'type'> | undefined;
  /** With each beat. */
  onTick: () => void;
}

/** What this device says to the other one again and again, over the data channel: that it has accepted, and what it sends. */
export class Pulse {
  readonly #parts: PulseParts;
  /** The person here has accepted, and the other side has not shown yet that it knows. */
  #accepting = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #silent = false;

  constructor(parts: PulseParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.sayAll();
      this.#parts.onTick();
    }, HEARTBEAT_MS);
  }

  /** Said until it is heard (CALL-42). */
  accept(): void {
    this.#accepting = true;
    this.sayAll();
    this.start();
  }

  onHeard(): void {
    this.#accepting = false;
  }

  /** Everything that there is to say, at once. */
  sayAll(): void {
    if (this.#silent) return;
    if (this.#accepting) for (const link of this.#parts.links().all) link.tell({ type: 'accept' });
    this.sayState();
  }

  /** What this side sends, to whoever is agreed with. */
  sayState(): void {
    const state = this.#parts.state();
    if (state !== undefined && !this.#silent) this.#parts.links().current?.tell({ type: 'state', ...state });
  }

  /** The page goes away: anything more would say that it is still there (CALL-52). */
  goAway(): void {
    this.#parts.links().current?.tell({ type: 'away' });
    this.stop();
  }

  stop(): void {
    this.#silent = true;
    clearInterval(this.#timer);
  }
}
