import type { ConversationId } from '@parley/protocol';
import { useEffect } from 'react';
import { useClient } from '../../sdk/client-context.tsx';

/** Marks a conversation as read while its end is in sight of a person: not in a hidden tab. */
export function useMarkRead(conversationId: ConversationId, isEndInSight: boolean, unread: number): void {
  const { messages } = useClient();
  useEffect(() => {
    if (!isEndInSight || unread === 0) return undefined;
    const mark = () => {
      if (document.visibilityState === 'visible') messages.markRead(conversationId);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [messages, conversationId, isEndInSight, unread]);
}
