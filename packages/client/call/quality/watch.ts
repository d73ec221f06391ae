import {
  adviseSending,
  advanceQuality,
  hintsOf,
  summarise,
  tellReplaced,
  UNKNOWN_QUALITY,
} from '@parley/core';
import type {
  QualityCircumstances,
  QualityHint,
  QualityReading,
  QualityState,
  SendingAdvice,
} from '@parley/core';
import type { CallReceipt } from '@parley/protocol';
import { readStats } from './read-stats.ts';
import type { StatsEntries } from './read-stats.ts';

/** How often the browser's counters are read, in milliseconds (CALL-80). */
const READ_EVERY_MS = 1_000;

export interface QualityWatchOptions {
  /** The peer connection in use at this moment and its number; undefined: none. Read once a second. */
  read: () => { connection: number; stats: Promise<StatsEntries> } | undefined;
  /** What the call knows beside the counters. */
  circumstances: () => QualityCircumstances;
  nowMs: () => number;
}

export interface QualityWatchHandlers {
  /** `hints` or `path` is another. */
  onChange: () => void;
  /** Nothing has come for 3 s: another route is to be tried. Once for each such silence. */
  onNothingReceived: () => void;
  /** `sending` is another. */
  onSending: (sending: SendingAdvice) => void;
}

/** Watches one call at 1 Hz, over all its peer connections: what can be said of it, and what it should send. */
export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #handlers: QualityWatchHandlers;
  #state: QualityState = UNKNOWN_QUALITY;
  #hints: readonly QualityHint[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #reading = false;
  #stopped = false;

  constructor(options: QualityWatchOptions, handlers: QualityWatchHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  /** Sentences of the call bar, the most urgent first. */
  get hints(): readonly QualityHint[] {
    return this.#hints;
  }

  /** Where media travels; undefined until it does. */
  get path(): 'direct' | 'relay' | undefined {
    return this.#state.path ?? undefined;
  }

  /**
   * What should be sent: for `Sending.update`, and `highLoss` for the order of sound codecs. That pictures are not allowed
   * is told to the other side.
   */
  get sending(): SendingAdvice {
    return adviseSending(this.#state);
  }

  /** Media may flow from now on. Repeated calls change nothing. */
  start(): void {
    if (this.#stopped || this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#look(), READ_EVERY_MS);
    void this.#look();
  }

  /** An unplugged device was replaced: said for some seconds. */
  tellReplaced(device: 'microphone' | 'camera'): void {
    this.#become(tellReplaced(this.#state, device, this.#options.nowMs()));
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** How it went so far; undefined where media never flowed. Holds after `stop`. */
  receipt(known: Pick<CallReceipt, 'restarts' | 'verified'>): CallReceipt | undefined {
    const summary = summarise(this.#state);
    return summary === undefined ? undefined : { ...summary, ...known };
  }

  async #look(): Promise<void> {
    // A report that takes longer than a second is waited for: one read at a time.
    if (this.#reading) return;
    this.#reading = true;
    const reading = await this.#read();
    this.#reading = false;
    if (this.#stopped) return;
    this.#become(
      reading === undefined
        ? this.#state
        : advanceQuality(this.#state, reading, this.#options.circumstances()),
    );
  }

  /** Undefined: no connection, or one that closed under the question. What was last known goes on then. */
  async #read(): Promise<QualityReading | undefined> {
    const { read, nowMs } = this.#options;
    try {
      const source = read();
      return source === undefined ? undefined : readStats(await source.stats, source.connection, nowMs());
    } catch {
      return undefined;
    }
  }

  #become(next: QualityState): void {
    const before = this.#state;
    const [hintsBefore, pathBefore] = [this.#hints, before.path];
    this.#state = next;
    this.#hints = hintsOf(next, this.#options.circumstances(), this.#options.nowMs());
    const advice = adviseSending(next);
    if (JSON.stringify(advice) !== JSON.stringify(adviseSending(before))) this.#handlers.onSending(advice);
    if (isDry(this.#hints) && !isDry(hintsBefore)) this.#handlers.onNothingReceived();
    if (pathBefore !== next.path || JSON.stringify(hintsBefore) !== JSON.stringify(this.#hints))
      this.#handlers.onChange();
  }
}

function isDry(hints: readonly QualityHint[]): boolean {
  return hints.some((hint) => hint.kind === 'nothingReceived');
}
