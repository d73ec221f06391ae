import type { ConversationId } from '@parley/protocol';
import { TYPING_TIMEOUT_MS } from '@parley/protocol';

/** While a person types, the notice is repeated at most this often, in milliseconds. */
export const TYPING_INTERVAL_MS = 3_000;

/** Says that I type, as seldom as the peer's timeout allows (MSG-10). */
export class OwnTyping {
  readonly #tell: (conversationId: ConversationId, typing: boolean) => void;
  readonly #nowMs: () => number;
  readonly #toldAtMs = new Map<ConversationId, number>();

  constructor(nowMs: () => number, tell: (conversationId: ConversationId, typing: boolean) => void) {
    this.#nowMs = nowMs;
    this.#tell = tell;
  }

  set(conversationId: ConversationId, typing: boolean): void {
    const agoMs = this.#nowMs() - (this.#toldAtMs.get(conversationId) ?? -Infinity);
    if (typing && agoMs >= TYPING_INTERVAL_MS) {
      this.#toldAtMs.set(conversationId, this.#nowMs());
      this.#tell(conversationId, true);
    }
    if (!typing && this.#toldAtMs.delete(conversationId) && agoMs < TYPING_TIMEOUT_MS)
      this.#tell(conversationId, false);
  }

  /** A message was sent: it says by itself that the typing is over. */
  forget(conversationId: ConversationId): void {
    this.#toldAtMs.delete(conversationId);
  }
}
