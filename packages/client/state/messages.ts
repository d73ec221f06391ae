import type { AccountId, ConversationId, Down, Message, TextMessage } from '@parley/protocol';
import type { MessagesApi } from '../api.ts';
import type { Connection } from '../connection/connection.ts';
import type { Request } from '../http.ts';
import type { Ports } from '../ports.ts';
import type { Conversations } from './conversations.ts';
import { Outbox } from './outbox.ts';
import { ReadMarks } from './read-marks.ts';
import { Thread } from './thread.ts';
import { OwnTyping } from './typing.ts';

interface MessagesParts {
  request: Request;
  connection: Connection;
  conversations: Conversations;
  ports: Ports;
  me: () => AccountId | undefined;
}

/** Threads and everything that goes into them. */
export class Messages {
  readonly #parts: MessagesParts;
  readonly #threads = new Map<ConversationId, Thread>();
  readonly #outbox: Outbox;
  readonly #ownTyping: OwnTyping;
  readonly #readMarks: ReadMarks;
  readonly #listeners = new Set<(message: TextMessage) => void>();
  /** The newest row that was announced per conversation: a repeated frame is no new message. */
  readonly #announced = new Map<ConversationId, number>();

  constructor(parts: MessagesParts) {
    this.#parts = parts;
    const { connection, ports } = parts;
    this.#outbox = new Outbox(connection, ports, {
      onChange: (conversationId, pending) => this.#threads.get(conversationId)?.setPending(pending),
      onStored: (message) => this.onMessage(message),
    });
    this.#ownTyping = new OwnTyping(ports.nowMs, (conversationId, typing) => {
      // A notice that is lost is no loss: the next one comes within seconds.
      connection.request('typing.set', { conversationId, typing }).catch(() => undefined);
    });
    this.#readMarks = new ReadMarks((conversationId, readSeq) =>
      connection.request('message.read', { conversationId, readSeq }),
    );
  }

  api(): MessagesApi {
    return {
      thread: (conversationId) => this.#thread(conversationId).store,
      loadEarlier: async (conversationId) => await this.#thread(conversationId).loadEarlier(),
      send: (conversationId, text) => {
        this.#ownTyping.forget(conversationId);
        return this.#outbox.send(conversationId, text);
      },
      retry: (conversationId, clientMsgId) => this.#outbox.retry(conversationId, clientMsgId),
      discard: (conversationId, clientMsgId) => this.#outbox.discard(conversationId, clientMsgId),
      markRead: (conversationId) => this.#markRead(conversationId),
      setTyping: (conversationId, typing) => this.#ownTyping.set(conversationId, typing),
      onMessage: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  /** Somebody signed in: what they left unsent here waits again. */
  begin(accountId: AccountId): void {
    this.#outbox.begin(accountId);
  }

  /** Leaves nothing unsent on this device. */
  forget(): void {
    this.#outbox.forget();
  }

  /** Reads what was missed, for the threads that missed something (MSG-8); the lists have just been read again. */
  catchUp(): void {
    for (const [conversationId, thread] of this.#threads) {
      const lastSeq = this.#parts.conversations.freshLastSeq(conversationId);
      const isCurrent = thread.isLoaded && lastSeq !== undefined && lastSeq <= thread.throughSeq;
      if (!isCurrent) thread.catchUp();
    }
  }

  onWelcome(): void {
    this.#outbox.resume();
    this.#readMarks.resume();
  }

  onMessage(message: Message): void {
    const { conversationId } = message;
    this.#parts.conversations.onMessage(message);
    const thread = this.#threads.get(conversationId);
    thread?.receive(message);
    if (message.kind !== 'text' || message.authorId === this.#parts.me()) return;
    thread?.setPeerTyping(false);
    if (message.seq <= (this.#announced.get(conversationId) ?? 0)) return;
    this.#announced.set(conversationId, message.seq);
    for (const listener of this.#listeners) listener(message);
  }

  onTyping(frame: Pick<Down<'typing.changed'>, 'conversationId' | 'accountId' | 'typing'>): void {
    // My own other devices type too; that is no news here.
    if (frame.accountId !== this.#parts.me())
      this.#threads.get(frame.conversationId)?.setPeerTyping(frame.typing);
  }

  reset(): void {
    this.#outbox.reset();
    this.#readMarks.reset();
    this.#announced.clear();
    for (const thread of this.#threads.values()) thread.close();
    this.#threads.clear();
  }

  #thread(conversationId: ConversationId): Thread {
    const known = this.#threads.get(conversationId);
    if (known !== undefined) return known;
    const thread = new Thread(conversationId, this.#parts.request);
    this.#threads.set(conversationId, thread);
    thread.setPending(this.#outbox.pendingOf(conversationId));
    return thread;
  }

  #markRead(conversationId: ConversationId): void {
    const { conversations } = this.#parts;
    // Only what a person can have seen: the thread's rows, not a newer one that is still being read.
    const thread = this.#threads.get(conversationId);
    const readSeq = thread?.throughSeq ?? conversations.known(conversationId)?.lastSeq ?? 0;
    if (readSeq <= (conversations.known(conversationId)?.readSeq ?? 0)) return;
    const readerId = this.#parts.me();
    if (readerId === undefined) return;
    conversations.onRead({ conversationId, readerId, readSeq });
    this.#readMarks.mark(conversationId, readSeq);
  }
}
