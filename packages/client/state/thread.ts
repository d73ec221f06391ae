import type { ConversationId, Message } from '@parley/protocol';
import { MAX_PAGE_SIZE, TYPING_TIMEOUT_MS } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PendingMessage, ThreadState } from '../api.ts';
import { toParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import { addEarlier, addRows, hasEarlier, hasGap, startLog } from './thread-log.ts';
import type { ThreadLog } from './thread-log.ts';

const PAGE_SIZE = 50;
/** A thread that fell further behind than this starts again from its latest page. */
const FAR_BEHIND = 5 * MAX_PAGE_SIZE;
/** A catching up that failed with the connection up is tried again after this long, in milliseconds. */
const CATCH_UP_AGAIN_MS = 3_000;

/** One conversation's rows, its messages on their way out, and whether the peer types. */
export class Thread {
  readonly store: StoreApi<ThreadState> = createStore<ThreadState>(() => ({
    items: [],
    status: 'loading',
    hasEarlier: false,
    loadingEarlier: false,
    peerTyping: false,
  }));
  readonly #conversationId: ConversationId;
  readonly #request: Request;
  #log: ThreadLog | undefined;
  #early: Message[] = [];
  #pending: readonly PendingMessage[] = [];
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #catchUpTimer: ReturnType<typeof setTimeout> | undefined;
  #busy: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(conversationId: ConversationId, request: Request) {
    this.#conversationId = conversationId;
    this.#request = request;
    this.catchUp();
  }

  /** The last row that is held, without a gap before it; 0: none. */
  get throughSeq(): number {
    return this.#log?.throughSeq ?? 0;
  }

  get isLoaded(): boolean {
    return this.#log !== undefined;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#catchUpTimer);
  }

  /** A row arrived live. */
  receive(message: Message): void {
    this.#pending = this.#pending.filter(
      (one) => message.kind !== 'text' || one.clientMsgId !== message.clientMsgId,
    );
    if (this.#log === undefined) this.#early.push(message);
    else this.#log = addRows(this.#log, [message]);
    this.#show();
    if (this.#log !== undefined && hasGap(this.#log)) this.catchUp();
  }

  setPending(pending: readonly PendingMessage[]): void {
    this.#pending = pending;
    this.#show();
  }

  setPeerTyping(typing: boolean): void {
    clearTimeout(this.#typingTimer);
    // The word that they stopped may be lost (MSG-10).
    if (typing) this.#typingTimer = setTimeout(() => this.setPeerTyping(false), TYPING_TIMEOUT_MS);
    if (this.store.getState().peerTyping !== typing) this.store.setState({ peerTyping: typing });
  }

  /** Reads what is missing at the end, or everything where nothing has been read yet. One reading at a time. */
  catchUp(): void {
    clearTimeout(this.#catchUpTimer);
    if (this.#closed) return;
    if (this.#busy !== undefined) {
      this.#again = true;
      return;
    }
    this.#busy = this.#read()
      .catch((thrown: unknown) => this.#onReadFailed(toParleyError(thrown).code))
      .finally(() => {
        this.#busy = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.catchUp();
      });
  }

  async loadEarlier(): Promise<void> {
    if (this.#log === undefined) return this.catchUp();
    const first = this.#log.rows[0];
    if (first === undefined || !hasEarlier(this.#log) || this.store.getState().loadingEarlier) return;
    this.store.setState({ loadingEarlier: true });
    try {
      const { messages } = await this.#page({ beforeSeq: first.seq, limit: PAGE_SIZE });
      if (!this.#closed) this.#log = addEarlier(this.#log, messages);
    } finally {
      this.store.setState({ loadingEarlier: false });
      this.#show();
    }
  }

  async #page(query: {
    beforeSeq?: number;
    afterSeq?: number;
    limit: number;
  }): Promise<{ messages: Message[]; lastSeq: number }> {
    return await this.#request('listMessages', { params: { conversationId: this.#conversationId }, query });
  }

  async #read(): Promise<void> {
    if (this.#log === undefined) await this.#readLatest();
    else await this.#readNewer();
  }

  async #readLatest(): Promise<void> {
    const { messages, lastSeq } = await this.#page({ limit: PAGE_SIZE });
    // What arrived while the page was on its way belongs after it.
    const held = this.#log === undefined ? this.#early : [...this.#log.rows, ...this.#log.ahead];
    this.#log = addRows(startLog(messages, lastSeq), held);
    this.#early = [];
    this.#show({ status: 'ready' });
    if (hasGap(this.#log)) this.#again = true;
  }

  async #readNewer(): Promise<void> {
    for (;;) {
      const { messages, lastSeq } = await this.#page({ afterSeq: this.throughSeq, limit: MAX_PAGE_SIZE });
      if (this.#closed || this.#log === undefined) return;
      if (lastSeq - this.throughSeq > FAR_BEHIND) return await this.#readLatest();
      const before = this.throughSeq;
      this.#log = addRows(this.#log, messages);
      this.#show();
      // Without progress the page told nothing new: stop rather than ask for ever.
      if (this.throughSeq >= lastSeq || this.throughSeq === before) return;
    }
  }

  #onReadFailed(code: string): void {
    if (this.#closed) return;
    if (this.#log === undefined) this.#show({ status: 'failed' });
    // Offline is made up for after the next welcome; what the server refuses stays refused.
    if (code === 'internal' || code === 'unavailable' || code === 'rate_limited') {
      this.#catchUpTimer = setTimeout(() => this.catchUp(), CATCH_UP_AGAIN_MS);
    }
  }

  #show(more: Partial<ThreadState> = {}): void {
    if (this.#closed) return;
    const log = this.#log;
    // A row of mine that is stored is not on its way any more, whichever of reply, event or page came first.
    const stored = new Set(log?.rows.flatMap((row) => (row.kind === 'text' ? [row.clientMsgId] : [])));
    this.#pending = this.#pending.filter((one) => !stored.has(one.clientMsgId));
    this.store.setState({
      items: [...(log?.rows ?? []), ...this.#pending],
      hasEarlier: log !== undefined && hasEarlier(log),
      ...more,
    });
  }
}
