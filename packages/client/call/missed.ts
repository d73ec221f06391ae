import type { AccountId, CallId, Message } from '@parley/protocol';
import type { CallsApi } from '../api.ts';
import type { Conversations } from '../state/conversations.ts';

type Missed = Parameters<Parameters<CallsApi['onMissed']>[0]>[0];

/** The notice of a call that nobody here answered: once per call, from the row that it leaves (CALL-9). */
export class MissedCalls {
  readonly #conversations: Pick<Conversations, 'get'>;
  readonly #listeners = new Set<(missed: Missed) => void>();
  readonly #told = new Set<CallId>();

  constructor(conversations: Pick<Conversations, 'get'>) {
    this.#conversations = conversations;
  }

  onMissed(listener: (missed: Missed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onMessage(message: Message, me: AccountId | undefined): void {
    if (message.kind !== 'call' || !message.notice || message.authorId === me) return;
    if (this.#told.has(message.callId)) return;
    this.#told.add(message.callId);
    const { callId, conversationId, callKind } = message;
    // Read rather than remembered: the caller may have changed their name since.
    this.#conversations.get(conversationId).then(
      ({ peer }) => {
        for (const listener of this.#listeners) listener({ callId, peer, conversationId, kind: callKind });
      },
      // Offline at this very moment: the row and its unread mark are still there on return.
      () => undefined,
    );
  }

  reset(): void {
    this.#told.clear();
  }
}
