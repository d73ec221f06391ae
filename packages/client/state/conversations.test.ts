import type { Conversation } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSignedInClient, fakeConversation, Refusal } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const { id } = fakeConversation();

/** A server that has these conversations. */
async function createWorld(stored: { conversation: Conversation | undefined }): Promise<TestClient> {
  const world = await createSignedInClient();
  world.server.endpoints.getConversation = () => {
    if (stored.conversation === undefined) throw new Refusal('not_found');
    return stored.conversation;
  };
  world.server.endpoints.listConversations = ({ query: { folder } }) => {
    const { conversation } = stored;
    const listed = conversation !== undefined && conversation.lastSeq > 0 && conversation.folder === folder;
    return {
      conversations: listed ? [conversation] : [],
      requestCount: conversation?.folder === 'requests' ? 1 : 0,
    };
  };
  await settle();
  return world;
}

describe('the lists follow what the server tells', () => {
  test('MSG-5: a stranger’s first message appears in Requests, and is counted', async () => {
    const stored: { conversation: Conversation | undefined } = { conversation: undefined };
    const { client, server } = await createWorld(stored);
    const { state } = client.conversations;
    expect(state.getState().requests).toEqual([]);
    stored.conversation = fakeConversation({ folder: 'requests', lastSeq: 1, unread: 1 });
    server.emit({ type: 'conversation.changed', conversationId: id });
    await settle();
    expect(state.getState()).toMatchObject({ inbox: [], requests: [id], requestCount: 1 });
    stored.conversation = fakeConversation({ lastSeq: 1 });
    server.emit({ type: 'conversation.changed', conversationId: id });
    await settle();
    expect(state.getState()).toMatchObject({ inbox: [id], requests: [], requestCount: 0 });
  });

  test('a conversation in which nothing has been said is known, and in no list', async () => {
    const { client } = await createWorld({ conversation: fakeConversation() });
    await client.conversations.get(id);
    expect(client.conversations.state.getState()).toMatchObject({ byId: { [id]: {} }, inbox: [] });
  });

  test('what changes while a list is on its way is not lost when the list arrives', async () => {
    const stored: { conversation: Conversation | undefined } = { conversation: undefined };
    const { client, server, ports } = await createWorld(stored);
    // The next reading of the inbox was answered before the conversation began, and arrives after it.
    const fetchNow = ports.fetch;
    const late: (() => void)[] = [];
    Object.assign(ports, {
      fetch: async (url: string, init: RequestInit) => {
        const response = await fetchNow(url, init);
        if (url.includes('folder=inbox')) await new Promise<void>((resolve) => late.push(resolve));
        return response;
      },
    });
    server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    stored.conversation = fakeConversation({ lastSeq: 1 });
    server.emit({ type: 'conversation.changed', conversationId: id });
    await settle();
    late.shift()?.();
    await settle();
    expect(client.conversations.state.getState().inbox).toEqual([id]);
  });

  test('one that is gone stays as it was known', async () => {
    const stored: { conversation: Conversation | undefined } = {
      conversation: fakeConversation({ lastSeq: 1 }),
    };
    const { client, server } = await createWorld(stored);
    await client.conversations.get(id);
    stored.conversation = undefined;
    server.emit({ type: 'conversation.changed', conversationId: id });
    await settle();
    expect(client.conversations.state.getState().byId[id]?.lastSeq).toBe(1);
  });
});
