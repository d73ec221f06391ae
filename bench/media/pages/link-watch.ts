import type { LinkSample } from './bench-page.ts';
import { nowMs } from './clock.ts';

/** When the signalling connection was lost and found. */
export class LinkWatch {
  #samples: LinkSample[] = [];
  readonly #waiting: (() => void)[] = [];

  get samples(): LinkSample[] {
    return this.#samples;
  }

  note(isUp: boolean): void {
    this.#samples.push({ atMs: nowMs(), isUp });
    for (const look of this.#waiting.splice(0)) look();
  }

  /** When it came up after a moment; nobody has to ask again and again. */
  async untilUp(sinceMs: number): Promise<number> {
    for (;;) {
      const up = this.#samples.find(({ atMs, isUp }) => isUp && atMs > sinceMs);
      if (up !== undefined) return up.atMs;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  forget(): void {
    this.#samples = [];
  }
}
