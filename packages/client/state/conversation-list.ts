import type { AccountId, Conversation, ConversationId, Folder, Message } from '@parley/protocol';
import type { ConversationsState } from '../api.ts';

/** Before the first page has been read. */
export const NO_CONVERSATIONS: ConversationsState = {
  byId: {},
  inbox: undefined,
  requests: undefined,
  hasMore: { inbox: false, requests: false },
  requestCount: 0,
};

type ById = ConversationsState['byId'];

function sorted(ids: Iterable<ConversationId>, byId: ById): readonly ConversationId[] {
  const at = (id: ConversationId): number => byId[id]?.lastActivityAtMs ?? 0;
  return [...new Set(ids)].sort((a, b) => at(b) - at(a));
}

function withFolder(
  state: ConversationsState,
  folder: Folder,
  ids: readonly ConversationId[],
): ConversationsState {
  return folder === 'inbox' ? { ...state, inbox: ids } : { ...state, requests: ids };
}

/** Puts a conversation in its place. One in which nothing has been said yet is known, but in no list. */
export function put(state: ConversationsState, conversation: Conversation): ConversationsState {
  let next: ConversationsState = { ...state, byId: { ...state.byId, [conversation.id]: conversation } };
  for (const folder of ['inbox', 'requests'] as const) {
    const ids = next[folder];
    if (ids === undefined) continue;
    const others = ids.filter((id) => id !== conversation.id);
    next = withFolder(
      next,
      folder,
      conversation.folder === folder && conversation.lastSeq > 0
        ? sorted([conversation.id, ...others], next.byId)
        : others,
    );
  }
  return next;
}

/** The page of a folder that begins with the latest activity: what it does not list is no longer in its span. */
export function putFirstPage(
  state: ConversationsState,
  folder: Folder,
  page: { conversations: readonly Conversation[]; requestCount: number; full: boolean },
): ConversationsState {
  const byId: ById = { ...state.byId, ...Object.fromEntries(page.conversations.map((one) => [one.id, one])) };
  const listed = page.conversations.map((one) => one.id);
  const oldestMs = page.conversations.at(-1)?.lastActivityAtMs ?? 0;
  // Further pages that were loaded before stay, below what this page covers.
  const below = page.full
    ? (state[folder] ?? []).filter((id) => (byId[id]?.lastActivityAtMs ?? 0) < oldestMs)
    : [];
  // Only from one of the two lists: both are read at the same time, and the older answer may come last.
  const requestCount = folder === 'requests' ? page.requestCount : state.requestCount;
  const next = withFolder({ ...state, byId, requestCount }, folder, sorted([...listed, ...below], byId));
  const hasMore = below.length > 0 ? state.hasMore[folder] : page.full;
  return { ...next, hasMore: { ...state.hasMore, [folder]: hasMore } };
}

/** A further page, older than all that is there. */
export function putNextPage(
  state: ConversationsState,
  folder: Folder,
  page: { conversations: readonly Conversation[]; full: boolean },
): ConversationsState {
  const byId: ById = { ...state.byId, ...Object.fromEntries(page.conversations.map((one) => [one.id, one])) };
  const ids = sorted([...(state[folder] ?? []), ...page.conversations.map((one) => one.id)], byId);
  return {
    ...withFolder({ ...state, byId }, folder, ids),
    hasMore: { ...state.hasMore, [folder]: page.full },
  };
}

/** Does the row wait to be read by me? The rule of `Conversation.unread`. */
function countsAsUnread(message: Message, me: AccountId): boolean {
  if (message.authorId === me) return false;
  return message.kind === 'text' || message.notice;
}

/** The conversation with a new last row; unchanged for a row that it has already. */
export function withMessage(conversation: Conversation, message: Message, me: AccountId): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation;
  return {
    ...conversation,
    lastSeq: message.seq,
    lastMessage: message,
    lastActivityAtMs: Math.max(conversation.lastActivityAtMs, message.createdAtMs),
    unread: conversation.unread + (countsAsUnread(message, me) ? 1 : 0),
  };
}

/** The conversation read up to a row, by me or by the peer; read state only grows (MSG-9). */
export function withRead(conversation: Conversation, reader: 'me' | 'peer', readSeq: number): Conversation {
  if (reader === 'peer') return { ...conversation, peerReadSeq: Math.max(conversation.peerReadSeq, readSeq) };
  if (readSeq <= conversation.readSeq) return conversation;
  return { ...conversation, readSeq, unread: readSeq >= conversation.lastSeq ? 0 : conversation.unread };
}

/** What a read over HTTP and what is known here make together: rows and read marks that came meanwhile are newer. */
export function reconcile(known: Conversation | undefined, read: Conversation): Conversation {
  if (known === undefined) return read;
  if (known.lastSeq > read.lastSeq) return known;
  return withRead(withRead(read, 'me', known.readSeq), 'peer', known.peerReadSeq);
}
