import type { LegConditions } from './conditions.ts';

/** Where time comes from and how one waits; tests bring their own. */
export interface Waiting {
  nowMs: () => number;
  /** Calls back at the earliest after so many whole milliseconds; 0: in the next turn of the event loop. */
  wait: (ms: number, wake: () => void) => void;
}

const REAL: Waiting = {
  nowMs: () => performance.now(),
  wait: (ms, wake) => void (ms === 0 ? setImmediate(wake) : setTimeout(wake, ms)),
};

/** Timers of Node come in whole milliseconds: what is due within half of one goes now, so that on average it is near. */
const EARLY_MS = 0.4;
/** What a packet of so many bytes adds on the wire: IPv4 and UDP headers. */
const HEADER_BYTES = 28;

/** How punctual all pipes of this process were so far. */
export const punctuality = { delivered: 0, over2Ms: 0, over10Ms: 0 };

interface Waiter {
  dueMs: number;
  deliver: () => void;
}

/** One direction of a line: delays, and narrows, in the order of coming. Losing is the caller's business. */
export class Pipe {
  readonly #waiting: Waiting;
  #conditions: LegConditions;
  #queue: Waiter[] = [];
  #isArmed = false;
  #lastDueMs = 0;
  /** When the narrowest place has sent all that it was given. */
  #freeAtMs = 0;

  constructor(conditions: LegConditions, waiting: Waiting = REAL) {
    this.#conditions = conditions;
    this.#waiting = waiting;
  }

  set conditions(conditions: LegConditions) {
    this.#conditions = conditions;
  }

  /**
   * @param extraMs held back for so much longer, and everything behind it with it
   * @returns false: the queue before the narrowest place is full, and it was dropped
   */
  push(bytes: number, deliver: () => void, extraMs = 0): boolean {
    const nowMs = this.#waiting.nowMs();
    const { delayMs, cap } = this.#conditions;
    let leavesMs = nowMs;
    if (cap !== undefined) {
      const startMs = Math.max(nowMs, this.#freeAtMs);
      if (startMs - nowMs > cap.queueMs) return false;
      leavesMs = startMs + ((bytes + HEADER_BYTES) * 8) / cap.kbps;
      this.#freeAtMs = leavesMs;
    }
    const dueMs = Math.max(leavesMs + delayMs + extraMs, this.#lastDueMs);
    this.#lastDueMs = dueMs;
    if (dueMs <= nowMs && this.#queue.length === 0) deliver();
    else {
      this.#queue.push({ dueMs, deliver });
      this.#arm(nowMs);
    }
    return true;
  }

  #arm(nowMs: number): void {
    const [next] = this.#queue;
    if (next === undefined || this.#isArmed) return;
    this.#isArmed = true;
    // What is left of the last millisecond is waited out turn by turn: a timer would end it up to one too late.
    this.#waiting.wait(Math.max(0, Math.floor(next.dueMs - nowMs - 0.2)), () => {
      this.#isArmed = false;
      this.#flush();
    });
  }

  #flush(): void {
    const nowMs = this.#waiting.nowMs();
    let count = 0;
    for (const { dueMs } of this.#queue) {
      if (dueMs > nowMs + EARLY_MS) break;
      count += 1;
    }
    const due = this.#queue.splice(0, count);
    for (const { dueMs, deliver } of due) {
      deliver();
      punctuality.delivered += 1;
      if (nowMs - dueMs > 2) punctuality.over2Ms += 1;
      if (nowMs - dueMs > 10) punctuality.over10Ms += 1;
    }
    this.#arm(nowMs);
  }
}
