import type { AccountId, Conversation, ConversationId, Down, Folder, Message } from '@parley/protocol';
import { MAX_PAGE_SIZE, normalizeHandle } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ConversationsApi, ConversationsState } from '../api.ts';
import { toParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import { coalesce } from './coalesce.ts';
import {
  NO_CONVERSATIONS,
  put,
  putFirstPage,
  putNextPage,
  reconcile,
  withMessage,
  withRead,
} from './conversation-list.ts';
import { Turn } from './turn.ts';

const PAGE_SIZE = 50;

/** The lists of conversations, kept current by what the server tells. */
export class Conversations {
  readonly state: StoreApi<ConversationsState> = createStore<ConversationsState>(() => NO_CONVERSATIONS);
  readonly #request: Request;
  readonly #me: () => AccountId | undefined;
  readonly #turn = new Turn();
  /** For each list that is being read: what changed here since the reading began. */
  readonly #changedDuring = new Set<Set<ConversationId>>();
  /** What the latest `refresh` has read. */
  #fresh = new Set<ConversationId>();
  readonly #readOne = coalesce((id: ConversationId) => this.#read(id));
  readonly #readFolder = coalesce((folder: Folder) => this.#readFirstPage(folder));
  readonly #readNext = coalesce((folder: Folder) => this.#readNextPage(folder));

  constructor(request: Request, me: () => AccountId | undefined) {
    this.#request = request;
    this.#me = me;
  }

  api(): ConversationsApi {
    return {
      state: this.state,
      open: async (handle) =>
        await this.keep(this.#request('openConversation', { body: { handle: normalizeHandle(handle) } })),
      get: async (conversationId) => await this.get(conversationId),
      loadMore: async (folder) => await this.#readNext(folder),
      accept: async (conversationId) => {
        await this.keep(this.#request('acceptRequest', { params: { conversationId } }));
      },
    };
  }

  reset(): void {
    this.#turn.end();
    this.state.setState(NO_CONVERSATIONS, true);
  }

  /** Reads both lists again: after each welcome, anything may have happened (MSG-8). */
  async refresh(): Promise<void> {
    this.#fresh = new Set();
    await Promise.all([this.#readFolder('inbox'), this.#readFolder('requests')]);
  }

  /** The last row of a conversation as the latest `refresh` knows it; undefined: that one did not read it. */
  freshLastSeq(conversationId: ConversationId): number | undefined {
    return this.#fresh.has(conversationId) ? this.known(conversationId)?.lastSeq : undefined;
  }

  known(conversationId: ConversationId): Conversation | undefined {
    return this.state.getState().byId[conversationId];
  }

  async get(conversationId: ConversationId): Promise<Conversation> {
    return await this.keep(this.#request('getConversation', { params: { conversationId } }));
  }

  /** Something about it changed for this viewer, or this device knows too little: reads it again. */
  changed(conversationId: ConversationId): void {
    // A read that fails for want of a connection is made up for after the next welcome.
    this.#readOne(conversationId).catch(() => undefined);
  }

  onMessage(message: Message): void {
    const conversation = this.known(message.conversationId);
    const me = this.#me();
    if (me === undefined) return;
    // Unknown, or with rows in between that may count as unread: the server knows.
    if (conversation === undefined || message.seq > conversation.lastSeq + 1)
      return this.changed(message.conversationId);
    if (message.seq > conversation.lastSeq) this.#put(withMessage(conversation, message, me));
  }

  onRead(frame: Pick<Down<'conversation.read'>, 'conversationId' | 'readerId' | 'readSeq'>): void {
    const conversation = this.known(frame.conversationId);
    if (conversation === undefined) return;
    const reader = frame.readerId === this.#me() ? 'me' : 'peer';
    const next = withRead(conversation, reader, frame.readSeq);
    if (next === conversation) return;
    this.#put(next);
    if (reader === 'me' && next.unread > 0) this.changed(frame.conversationId);
  }

  #update(change: (state: ConversationsState) => ConversationsState): void {
    this.state.setState(change(this.state.getState()), true);
  }

  #put(conversation: Conversation): void {
    for (const changed of this.#changedDuring) changed.add(conversation.id);
    this.#update((state) => put(state, conversation));
  }

  /** Keeps an answer that holds one conversation as it is now. */
  async keep(answer: Promise<Conversation>): Promise<Conversation> {
    const lasts = this.#turn.begin();
    const conversation = await answer;
    return lasts() ? this.#store(conversation) : conversation;
  }

  #store(read: Conversation): Conversation {
    const before = this.known(read.id);
    const conversation = reconcile(before, read);
    // The read was overtaken by a newer row: the rest of what it says may be old too.
    if (before !== undefined && before.lastSeq > read.lastSeq) this.changed(read.id);
    const left = before?.folder === 'requests' && conversation.folder !== 'requests';
    const came = before?.folder !== 'requests' && conversation.folder === 'requests';
    this.#put(conversation);
    // Only the server can count the requests beyond the loaded ones.
    if (left || came) this.#readFolder('requests').catch(() => undefined);
    return conversation;
  }

  async #read(conversationId: ConversationId): Promise<void> {
    try {
      await this.get(conversationId);
    } catch (thrown) {
      if (toParleyError(thrown).code !== 'not_found') throw thrown;
    }
  }

  async #readFirstPage(folder: Folder): Promise<void> {
    const lasts = this.#turn.begin();
    const loaded = this.state.getState()[folder]?.length ?? 0;
    const limit = Math.min(MAX_PAGE_SIZE, Math.max(PAGE_SIZE, loaded));
    const changed = new Set<ConversationId>();
    this.#changedDuring.add(changed);
    const { conversations, requestCount } = await this.#request('listConversations', {
      query: { folder, limit },
    }).finally(() => this.#changedDuring.delete(changed));
    if (!lasts()) return;
    for (const { id } of conversations) this.#fresh.add(id);
    const page = conversations.map((one) => reconcile(this.known(one.id), one));
    const full = conversations.length === limit;
    const listed = new Set(page.map((one) => one.id));
    const missed = [...changed].flatMap((id) => (listed.has(id) ? [] : (this.known(id) ?? [])));
    this.#update((state) =>
      missed.reduce(put, putFirstPage(state, folder, { conversations: page, requestCount, full })),
    );
    // What changed while the page was on its way may be newer than the page, or older: the server knows.
    for (const id of changed) this.changed(id);
  }

  async #readNextPage(folder: Folder): Promise<void> {
    const lasts = this.#turn.begin();
    const state = this.state.getState();
    const last = state[folder]?.at(-1);
    if (last === undefined || !state.hasMore[folder]) return;
    const beforeMs = state.byId[last]?.lastActivityAtMs;
    const { conversations } = await this.#request('listConversations', {
      query: { folder, beforeMs, limit: PAGE_SIZE },
    });
    if (!lasts()) return;
    this.#update((now) =>
      putNextPage(now, folder, { conversations, full: conversations.length === PAGE_SIZE }),
    );
  }
}
