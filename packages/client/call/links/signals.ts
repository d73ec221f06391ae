import { REASONS } from '@parley/protocol';
import type { Signal } from '@parley/protocol';
import { toParleyError } from '../../error.ts';

/** So many signals are kept to be sent again, and so many that came too early wait for the one that is missing. */
const MOST_KEPT = 64;
/** A missing signal is asked for after this long, in milliseconds: it may be on its way. */
const GAP_MS = 300;
/** A signal that met a busy server is repeated after this long, in milliseconds. */
const REPEAT_MS = 1_000;

/** Where a signal stands among those of one device to another (CALL-51). */
interface SignalPlace {
  run: number;
  seq: number;
}

/** A signal as it comes. */
export interface PlacedSignal extends SignalPlace {
  signal: Signal;
}

type Resume = Extract<Signal, { kind: 'resume' }>;

/** A device that starts has so many runs, one after the other, before another start's begin. */
const RUNS_OF_A_START = 1_000;

function startOf(run: number): number {
  return Math.floor(run / RUNS_OF_A_START);
}

/** What this device has told another, numbered, and the latest of it. */
export class SignalLog {
  #run: number;
  #next = 1;
  #kept: readonly PlacedSignal[] = [];

  /** @param startMs when this device took up the call: later than any earlier start of it */
  constructor(startMs: number) {
    this.#run = startMs * RUNS_OF_A_START;
  }

  get run(): number {
    return this.#run;
  }

  add(signal: Signal): PlacedSignal {
    const placed = { run: this.#run, seq: this.#next, signal };
    this.#next += 1;
    this.#kept = [...this.#kept.slice(1 - MOST_KEPT), placed];
    return placed;
  }

  /** What was said is forgotten; what is said next is the first of a new run. */
  beginAnew(): void {
    this.#run += 1;
    this.#next = 1;
    this.#kept = [];
  }

  /**
   * What the other device lacks, by its own word. `lost`: it is not kept any more; a new run begins, with nothing of
   * the old one, or something would be taken twice.
   */
  after({ run, have }: Resume): readonly PlacedSignal[] | 'lost' {
    const known = run === this.#run ? have : 0;
    const first = this.#next - this.#kept.length;
    if (known + 1 < first) {
      this.beginAnew();
      return 'lost';
    }
    return this.#kept.filter(({ seq }) => seq > known);
  }
}

/** Takes each signal of another device once, in order. */
export class SignalOrder {
  #run = -1;
  #have = 0;
  #early = new Map<number, PlacedSignal>();

  /** Something before what has come is missing. */
  get lacks(): boolean {
    return this.#early.size > 0;
  }

  /** What has come so far, for the other device to hear; undefined before its first word. */
  get place(): { run: number; have: number } | undefined {
    return this.#run < 0 ? undefined : { run: this.#run, have: this.#have };
  }

  /** A later run of the other device's: whatever is missing of the earlier one will not come. */
  open(run: number): void {
    if (run <= this.#run) return;
    this.#run = run;
    this.#have = 0;
    this.#early.clear();
  }

  /** The signals whose turn has come with this one. */
  take(placed: PlacedSignal): readonly PlacedSignal[] {
    this.open(placed.run);
    if (placed.run < this.#run || placed.seq <= this.#have) return [];
    if (this.#early.size < MOST_KEPT || placed.seq === this.#have + 1) this.#early.set(placed.seq, placed);
    const due: PlacedSignal[] = [];
    for (let next = this.#early.get(this.#have + 1); next !== undefined;) {
      this.#early.delete(next.seq);
      this.#have = next.seq;
      due.push(next);
      next = this.#early.get(this.#have + 1);
    }
    return due;
  }
}

interface LineHandlers {
  /** Hands a signal to the server. */
  send: (placed: PlacedSignal) => Promise<unknown>;
  onSignal: (placed: PlacedSignal) => void;
  /** More was lost than is kept: begin anew. */
  onLost: () => void;
}

/**
 * The signals of one call between this device and another: whatever sockets and servers lose in between, each side takes
 * what the other has said once and in order (CALL-51).
 */
export class SignalLine {
  readonly #handlers: LineHandlers;
  readonly #log: SignalLog;
  readonly #order = new SignalOrder();
  /** The server has not said yet that it has them. */
  #unanswered: readonly PlacedSignal[] = [];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #gap: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(startMs: number, handlers: LineHandlers) {
    this.#log = new SignalLog(startMs);
    this.#handlers = handlers;
  }

  /** Gives a signal its place without sending it: it travels with the invite. */
  place(signal: Signal): PlacedSignal {
    return this.#log.add(signal);
  }

  send(signal: Signal): void {
    if (!this.#closed) this.#transmit(this.#log.add(signal));
  }

  receive(placed: PlacedSignal): void {
    if (this.#closed) return;
    const known = this.#order.place;
    // The other device has started again: nothing that was said to it before is of use to it.
    if (known !== undefined && startOf(placed.run) > startOf(known.run)) {
      this.#log.beginAnew();
      this.#unanswered = [];
    }
    if (placed.signal.kind === 'resume') return this.#onResume(placed);
    for (const due of this.#order.take(placed)) this.#handlers.onSignal(due);
    if (!this.#order.lacks) {
      clearTimeout(this.#gap);
      this.#gap = undefined;
    } else this.#gap ??= setTimeout(() => this.#onGap(), GAP_MS);
  }

  /** The socket is back: sends what it may have swallowed, and asks for what it has. */
  resume(): void {
    for (const placed of this.#unanswered) this.#transmit(placed);
    this.ask();
  }

  /** Asks the other device for everything that has not come. */
  ask(): void {
    this.#transmit(this.#resumeOf(true));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#gap);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #onResume({ signal: resume, run }: PlacedSignal): void {
    if (resume.kind !== 'resume') return;
    this.#order.open(run);
    const missing = this.#log.after(resume);
    if (missing === 'lost') {
      this.#unanswered = [];
      this.#handlers.onLost();
    } else for (const placed of missing) this.#transmit(placed);
    if (resume.asks) this.#transmit(this.#resumeOf(false));
  }

  #onGap(): void {
    this.#gap = undefined;
    if (!this.#order.lacks) return;
    this.ask();
    this.#gap = setTimeout(() => this.#onGap(), REPEAT_MS);
  }

  #resumeOf(asks: boolean): PlacedSignal {
    const { run, have } = this.#order.place ?? { run: 0, have: 0 };
    return { run: this.#log.run, seq: 0, signal: { kind: 'resume', run, have, asks } };
  }

  #transmit(placed: PlacedSignal): void {
    if (this.#closed) return;
    if (placed.seq > 0 && !this.#unanswered.includes(placed))
      this.#unanswered = [...this.#unanswered, placed];
    const forget = (): void => {
      this.#unanswered = this.#unanswered.filter((one) => one !== placed);
    };
    this.#handlers.send(placed).then(forget, (thrown: unknown) => {
      const { code } = toParleyError(thrown);
      if (code === 'offline') return; // `resume` sends it again.
      forget();
      // What else the server refuses is about a call that is over or another's: its own frame says so.
      if (placed.seq > 0 && REASONS[code].retryable) this.#later(placed);
    });
  }

  #later(placed: PlacedSignal): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#transmit(placed);
    }, REPEAT_MS);
    this.#timers.add(timer);
  }
}
