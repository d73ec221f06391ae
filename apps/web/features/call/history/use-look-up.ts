import type { ConversationId } from '@parley/protocol';
import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../../sdk/client-context.tsx';

export type LookUp = (id: ConversationId) => void;

/** Reads a conversation, once per connection: while that lasts, the server tells what changes. */
export function useLookUp(): LookUp {
  const { conversations, connection } = useClient();
  const isOnline = useStore(connection, ({ status }) => status === 'online');
  const asked = useRef(new Set<ConversationId>());
  useEffect(() => {
    if (!isOnline) asked.current.clear();
  }, [isOnline]);
  return useCallback(
    (id) => {
      if (asked.current.has(id)) return;
      asked.current.add(id);
      // Without an answer the row offers no call; its conversation is a press away.
      conversations.get(id).catch(() => asked.current.delete(id));
    },
    [conversations],
  );
}

/**
 * Looks up the conversation of a row that comes into sight, where no list keeps it current: only then is it known
 * whether its peer may be called (CON-11). The ref belongs on an element of the row.
 */
export function useLookUpInSight(id: ConversationId, lookUp: LookUp): RefObject<HTMLSpanElement | null> {
  const client = useClient();
  const isOnline = useStore(client.connection, ({ status }) => status === 'online');
  const isMissing = useStore(
    client.conversations.state,
    ({ inbox, requests }) =>
      inbox !== undefined && requests !== undefined && !inbox.includes(id) && !requests.includes(id),
  );
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isOnline || !isMissing || element.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      lookUp(id);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [id, lookUp, isOnline, isMissing]);
  return element;
}
