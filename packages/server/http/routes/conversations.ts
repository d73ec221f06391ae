import { ConversationId, normalizeHandle } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Effect } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';

export const listConversations: Handler<'listConversations'> = async ({ stores }, { viewer, query }) => {
  const [conversations, requestCount] = await Promise.all([
    stores.conversations.list(viewer, query),
    stores.conversations.countRequests(viewer.accountId),
  ]);
  return { conversations, requestCount };
};

/** Blocked or not, the conversation opens: its thread stays readable (MSG-1, MSG-7). */
export const openConversation: Handler<'openConversation'> = async (
  { stores, random, clock },
  { viewer, body },
) => {
  const peerId = await stores.people.findId(normalizeHandle(body.handle));
  if (peerId === undefined) return new AppError('not_found');
  if (peerId === viewer.accountId) return new AppError('bad_request', { detail: 'body.handle: that is you' });
  const id = ConversationId.parse(random.uuid());
  const opened = await stores.conversations.open(id, viewer.accountId, peerId, clock());
  const conversation = await stores.conversations.load(opened, viewer);
  return conversation ?? new AppError('not_found');
};

export const getConversation: Handler<'getConversation'> = async ({ stores }, { viewer, params }) => {
  const conversation = await stores.conversations.load(params.conversationId, viewer);
  return conversation ?? new AppError('not_found');
};

/** The sender of a request that was accepted sees receipts from now on (MSG-5, MSG-6). */
export const acceptRequest: Handler<'acceptRequest'> = async ({ stores, run }, { viewer, params }) => {
  const { conversationId } = params;
  const peerId = await stores.conversations.accept(conversationId, viewer.accountId);
  if (peerId !== undefined) {
    const frame = { type: 'conversation.changed', conversationId } as const;
    const tell = [viewer.accountId, peerId].map((accountId): Effect => ({
      kind: 'deliver',
      to: { accountId },
      frame,
    }));
    run(tell);
  }
  const conversation = await stores.conversations.load(conversationId, viewer);
  return conversation ?? new AppError('not_found');
};
