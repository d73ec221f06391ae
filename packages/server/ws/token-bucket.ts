/** Frames per second that a socket may send in the long run, and at once (WIRE-9). */
export const FRAMES_PER_SECOND = 50;
export const FRAMES_AT_ONCE = 200;
/** So many refused frames without a pause are a flood. */
const MOST_REFUSED = 200;

export type Verdict = 'take' | 'refuse' | 'flood';

/** Counts frames; refills with time. One for each socket, so it allocates nothing per frame. */
export class TokenBucket {
  #tokens = FRAMES_AT_ONCE;
  #refused = 0;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  judge(nowMs: number): Verdict {
    const refilled = this.#tokens + (Math.max(0, nowMs - this.#atMs) * FRAMES_PER_SECOND) / 1000;
    this.#tokens = Math.min(FRAMES_AT_ONCE, refilled);
    this.#atMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      // Whoever has slowed down to half is forgiven.
      if (this.#tokens > FRAMES_AT_ONCE / 2) this.#refused = 0;
      return 'take';
    }
    this.#refused += 1;
    return this.#refused > MOST_REFUSED ? 'flood' : 'refuse';
  }

  /** How long until one more frame is taken, in milliseconds. */
  waitMs(): number {
    return Math.ceil(((1 - Math.min(1, this.#tokens)) * 1000) / FRAMES_PER_SECOND);
  }
}
