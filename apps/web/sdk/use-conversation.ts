import type { Conversation, ConversationId } from '@parley/protocol';
import { useStore } from 'zustand';
import { useClient } from './client-context.tsx';
import { useLoaded } from './use-loaded.ts';
import type { Loaded } from './use-loaded.ts';

/** A conversation, kept current; read from the server where no list has brought it yet. */
export function useConversation(id: ConversationId): {
  conversation: Loaded<Conversation>;
  reload: () => void;
} {
  const client = useClient();
  const known = useStore(client.conversations.state, (state) => state.byId[id]);
  const { loaded, reload } = useLoaded(id, () => Promise.resolve(known ?? client.conversations.get(id)));
  return { conversation: known === undefined ? loaded : { status: 'ready', value: known }, reload };
}
