import { MessageText, REASONS } from '@parley/protocol';
import type { AccountId, ClientMsgId, ConversationId, Message, TextMessage } from '@parley/protocol';
import * as z from 'zod/mini';
import type { ParleyErrorCode, PendingMessage } from '../api.ts';
import type { Connection } from '../connection/connection.ts';
import { backoffMs } from '../connection/backoff.ts';
import { ParleyError, toParleyError } from '../error.ts';
import type { Ports } from '../ports.ts';
import { KeptMessages } from './kept-messages.ts';

type OutboxPorts = Pick<Ports, 'newId' | 'nowMs' | 'random' | 'storage'>;

interface Entry {
  pending: PendingMessage;
  resolve: (message: TextMessage) => void;
  reject: (error: ParleyError) => void;
}

/** One conversation's messages on their way out, in the order in which they were written. */
interface Queue {
  entries: Entry[];
  /** The first of them is with the server at this moment. */
  sending: boolean;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface OutboxHandlers {
  onChange: (conversationId: ConversationId, pending: readonly PendingMessage[]) => void;
  onStored: (message: Message) => void;
}

/** The same frame can succeed later, unchanged. */
function isWorthRepeating(code: ParleyErrorCode): boolean {
  return code === 'offline' || REASONS[code].retryable;
}

/**
 * Messages on their way out: one at a time per conversation, repeated under the same `clientMsgId` until the server
 * has stored or refused them (MSG-3, MSG-11). Those of an earlier page are sent the same way.
 */
export class Outbox {
  readonly #connection: Pick<Connection, 'request' | 'state'>;
  readonly #ports: OutboxPorts;
  readonly #handlers: OutboxHandlers;
  readonly #queues = new Map<ConversationId, Queue>();
  #kept: KeptMessages | undefined;

  constructor(
    connection: Pick<Connection, 'request' | 'state'>,
    ports: OutboxPorts,
    handlers: OutboxHandlers,
  ) {
    this.#connection = connection;
    this.#ports = ports;
    this.#handlers = handlers;
  }

  /** Takes up what an earlier page of this account left; nobody waits for its promises any more. */
  begin(accountId: AccountId): void {
    const { storage } = this.#ports;
    if (storage === undefined) return;
    this.#kept = new KeptMessages(storage, accountId);
    for (const { conversationId, pending } of this.#kept.read()) {
      this.#queue(conversationId).entries.push({
        pending,
        resolve: () => undefined,
        reject: () => undefined,
      });
    }
  }

  send(conversationId: ConversationId, text: string): Promise<TextMessage> {
    if (!z.safeParse(MessageText, text).success) {
      return Promise.reject(
        new ParleyError('bad_request', 'a message has 1 to 4,000 characters, not only spaces (MSG-4)'),
      );
    }
    return new Promise((resolve, reject) => {
      // An id of our own making; the brand says what it names.
      const clientMsgId = this.#ports.newId() as ClientMsgId;
      const pending: PendingMessage = {
        kind: 'pending',
        clientMsgId,
        text,
        createdAtMs: this.#ports.nowMs(),
        status: 'sending',
      };
      this.#queue(conversationId).entries.push({ pending, resolve, reject });
      this.#changed(conversationId);
      this.#pump(conversationId);
    });
  }

  /** Sends a failed message again, behind those that wait. */
  retry(conversationId: ConversationId, clientMsgId: ClientMsgId): void {
    const queue = this.#queue(conversationId);
    const entry = queue.entries.find((one) => one.pending.clientMsgId === clientMsgId);
    if (entry?.pending.status !== 'failed') return;
    const { error: _, ...pending } = entry.pending;
    entry.pending = { ...pending, status: 'sending' };
    queue.entries = [...queue.entries.filter((one) => one !== entry), entry];
    this.#changed(conversationId);
    this.#pump(conversationId);
  }

  /** Removes a message that is not with the server. */
  discard(conversationId: ConversationId, clientMsgId: ClientMsgId): void {
    const queue = this.#queue(conversationId);
    const entry = queue.entries.find((one) => one.pending.clientMsgId === clientMsgId);
    if (entry === undefined || (queue.sending && entry === nextOf(queue))) return;
    queue.entries = queue.entries.filter((one) => one !== entry);
    entry.reject(new ParleyError(entry.pending.error ?? 'offline', 'removed before it was sent'));
    this.#kept?.remove(clientMsgId);
    this.#changed(conversationId);
  }

  pendingOf(conversationId: ConversationId): readonly PendingMessage[] {
    return this.#queues.get(conversationId)?.entries.map((entry) => entry.pending) ?? [];
  }

  /** After each welcome: whatever waits goes out. */
  resume(): void {
    for (const [conversationId, queue] of this.#queues) {
      queue.failures = 0;
      this.#pump(conversationId);
    }
  }

  /** Removes from this device what waits for the next page. */
  forget(): void {
    this.#kept?.clear();
  }

  /** The session is over: nothing is sent any more, and what this device keeps waits for the next one. */
  reset(): void {
    this.#kept = undefined;
    for (const queue of this.#queues.values()) {
      clearTimeout(queue.timer);
      for (const entry of queue.entries)
        entry.reject(new ParleyError('unauthenticated', 'the session ended before it was sent'));
    }
    this.#queues.clear();
  }

  #queue(conversationId: ConversationId): Queue {
    const known = this.#queues.get(conversationId);
    if (known !== undefined) return known;
    const queue: Queue = { entries: [], sending: false, failures: 0, timer: undefined };
    this.#queues.set(conversationId, queue);
    return queue;
  }

  #changed(conversationId: ConversationId): void {
    const pending = this.pendingOf(conversationId);
    this.#kept?.put(conversationId, pending);
    this.#handlers.onChange(conversationId, pending);
  }

  #pump(conversationId: ConversationId): void {
    const queue = this.#queue(conversationId);
    clearTimeout(queue.timer);
    const entry = nextOf(queue);
    if (queue.sending || entry === undefined || this.#connection.state.getState().status !== 'online') return;
    queue.sending = true;
    const { clientMsgId, text } = entry.pending;
    void this.#connection.request('message.send', { conversationId, clientMsgId, text }).then(
      ({ message }) => this.#onReply(conversationId, queue, entry, message),
      (thrown: unknown) => this.#onError(conversationId, queue, entry, toParleyError(thrown)),
    );
  }

  #onReply(conversationId: ConversationId, queue: Queue, entry: Entry, message: Message): void {
    if (this.#queues.get(conversationId) !== queue) return;
    queue.sending = false;
    queue.failures = 0;
    queue.entries = queue.entries.filter((one) => one !== entry);
    this.#kept?.remove(entry.pending.clientMsgId);
    this.#handlers.onStored(message);
    this.#changed(conversationId);
    if (message.kind === 'text') entry.resolve(message);
    else entry.reject(new ParleyError('internal', 'the server answered a message with another kind of row'));
    this.#pump(conversationId);
  }

  #onError(conversationId: ConversationId, queue: Queue, entry: Entry, error: ParleyError): void {
    if (this.#queues.get(conversationId) !== queue) return;
    queue.sending = false;
    if (isWorthRepeating(error.code)) {
      queue.failures += 1;
      const waitMs = Math.max(error.retryAfterMs ?? 0, backoffMs(queue.failures, this.#ports.random()));
      queue.timer = setTimeout(() => this.#pump(conversationId), waitMs);
      return;
    }
    entry.pending = { ...entry.pending, status: 'failed', error: error.code };
    entry.reject(error);
    this.#changed(conversationId);
    this.#pump(conversationId);
  }
}

function nextOf(queue: Queue): Entry | undefined {
  return queue.entries.find((entry) => entry.pending.status === 'sending');
}
