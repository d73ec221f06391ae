import { ClientMsgId, ConversationId, MessageText, ReasonCode } from '@parley/protocol';
import type { AccountId } from '@parley/protocol';
import * as z from 'zod/mini';
import type { PendingMessage, TextStorage } from '../api.ts';

/** Of more, the latest wait in the page alone: a browser gives a site some million characters, for everything. */
export const MOST_KEPT = 100;

const KeptMessage = z.object({
  conversationId: ConversationId,
  clientMsgId: ClientMsgId,
  text: MessageText,
  createdAtMs: z.int(),
  /** Why the server refused it; absent: it is still to be sent. A reason of another version has no words here. */
  error: z.optional(z.catch(ReasonCode, 'internal')),
});
type KeptMessage = z.infer<typeof KeptMessage>;

interface Unsent {
  conversationId: ConversationId;
  pending: PendingMessage;
}

/**
 * One account's unsent messages on this device, beyond the life of a page (MSG-11). Pages that are open side by side
 * share them: each change is made to what is there, and a message that two pages send is stored once (MSG-3).
 */
export class KeptMessages {
  readonly #storage: TextStorage;
  readonly #key: string;

  constructor(storage: TextStorage, accountId: AccountId) {
    this.#storage = storage;
    this.#key = `parley.unsent.${accountId}`;
  }

  /** In the order in which they are to be sent. */
  read(): readonly Unsent[] {
    return this.#read().map(({ conversationId, error, ...kept }) => ({
      conversationId,
      pending:
        error === undefined
          ? { kind: 'pending', ...kept, status: 'sending' }
          : { kind: 'pending', ...kept, status: 'failed', error },
    }));
  }

  /** Keeps these as they are now, in their order. */
  put(conversationId: ConversationId, pending: readonly PendingMessage[]): void {
    const ids = new Set(pending.map((one) => one.clientMsgId));
    const others = this.#read().filter((one) => !ids.has(one.clientMsgId));
    const own = pending.map(({ clientMsgId, text, createdAtMs, error }) => ({
      conversationId,
      clientMsgId,
      text,
      createdAtMs,
      error,
    }));
    this.#write([...others, ...own].slice(0, MOST_KEPT));
  }

  remove(clientMsgId: ClientMsgId): void {
    this.#write(this.#read().filter((one) => one.clientMsgId !== clientMsgId));
  }

  clear(): void {
    this.#write([]);
  }

  // Whatever stands there was written by another page, perhaps of another version: what does not fit is passed over.
  #read(): readonly KeptMessage[] {
    try {
      const stored: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? '[]');
      if (!Array.isArray(stored)) return [];
      return stored.flatMap((one) => {
        const parsed = z.safeParse(KeptMessage, one);
        return parsed.success ? [parsed.data] : [];
      });
    } catch {
      return [];
    }
  }

  #write(messages: readonly object[]): void {
    try {
      if (messages.length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(messages));
    } catch {
      // A browser that keeps nothing, or is full: the messages live as long as the page.
    }
  }
}
