import type { ConversationId } from '@parley/protocol';
import { toParleyError } from '../error.ts';

interface Mark {
  wantedSeq: number;
  toldSeq: number;
  telling: boolean;
}

/** Tells the server how far I have read: only forward, one frame at a time, the latest wins (MSG-9). */
export class ReadMarks {
  readonly #tell: (conversationId: ConversationId, readSeq: number) => Promise<unknown>;
  readonly #marks = new Map<ConversationId, Mark>();

  constructor(tell: (conversationId: ConversationId, readSeq: number) => Promise<unknown>) {
    this.#tell = tell;
  }

  mark(conversationId: ConversationId, readSeq: number): void {
    const mark = this.#marks.get(conversationId) ?? { wantedSeq: 0, toldSeq: 0, telling: false };
    this.#marks.set(conversationId, mark);
    if (readSeq <= mark.wantedSeq) return;
    mark.wantedSeq = readSeq;
    this.#pump(conversationId, mark);
  }

  /** After each welcome: what could not be told is told now. */
  resume(): void {
    for (const [conversationId, mark] of this.#marks) this.#pump(conversationId, mark);
  }

  reset(): void {
    this.#marks.clear();
  }

  #pump(conversationId: ConversationId, mark: Mark): void {
    if (mark.telling || mark.wantedSeq <= mark.toldSeq) return;
    mark.telling = true;
    const seq = mark.wantedSeq;
    void this.#tell(conversationId, seq).then(
      () => {
        mark.telling = false;
        mark.toldSeq = seq;
        this.#pump(conversationId, mark);
      },
      (thrown: unknown) => {
        mark.telling = false;
        // Offline waits for the next welcome; a refusal is final, and nobody reads worse for it.
        if (toParleyError(thrown).code !== 'offline') mark.toldSeq = seq;
      },
    );
  }
}
