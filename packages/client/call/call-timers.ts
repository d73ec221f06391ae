import { nextDeadlineMs } from '@parley/core';
import type { CallSession } from '@parley/core';
import type { CallId } from '@parley/protocol';

type Timer = ReturnType<typeof setTimeout>;

/** A timer for each thing that a set of calls waits for. */
export class CallTimers {
  readonly #nowMs: () => number;
  readonly #onDeadline: () => void;
  readonly #onDismiss: (callId: CallId) => void;
  readonly #beats: readonly { everyMs: number; beat: () => void }[];
  readonly #dismissals = new Map<CallId, Timer>();
  #deadline: Timer | undefined;
  #beating: readonly ReturnType<typeof setInterval>[] = [];

  /** @param beats what is done again and again while a call runs */
  constructor(
    nowMs: () => number,
    parts: {
      onDeadline: () => void;
      onDismiss: (callId: CallId) => void;
      beats: readonly { everyMs: number; beat: () => void }[];
    },
  ) {
    this.#nowMs = nowMs;
    this.#onDeadline = parts.onDeadline;
    this.#onDismiss = parts.onDismiss;
    this.#beats = parts.beats;
  }

  /** After each step: the next deadline of all. */
  setDeadline(sessions: readonly CallSession[]): void {
    clearTimeout(this.#deadline);
    const deadlines = sessions.flatMap((session) => nextDeadlineMs(session) ?? []);
    if (deadlines.length === 0) return;
    const waitMs = Math.max(0, Math.min(...deadlines) - this.#nowMs());
    this.#deadline = setTimeout(this.#onDeadline, waitMs);
  }

  setBeating(runs: boolean): void {
    if (runs && this.#beating.length === 0) {
      this.#beating = this.#beats.map(({ everyMs, beat }) => setInterval(beat, everyMs));
    } else if (!runs) {
      for (const timer of this.#beating) clearInterval(timer);
      this.#beating = [];
    }
  }

  /** Once; a second wish changes nothing. */
  dismissAfter(callId: CallId, waitMs: number): void {
    if (this.#dismissals.has(callId)) return;
    const timer = setTimeout(() => {
      this.#dismissals.delete(callId);
      this.#onDismiss(callId);
    }, waitMs);
    this.#dismissals.set(callId, timer);
  }

  /** It lives again: taken over by this device. */
  keep(callId: CallId): void {
    clearTimeout(this.#dismissals.get(callId));
    this.#dismissals.delete(callId);
  }

  stop(): void {
    clearTimeout(this.#deadline);
    this.setBeating(false);
    for (const timer of this.#dismissals.values()) clearTimeout(timer);
    this.#dismissals.clear();
  }
}
