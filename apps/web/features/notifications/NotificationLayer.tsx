import type { ConversationId } from '@parley/protocol';
import { useEffect } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { closeNotices, linkWorker } from '../../pwa/worker-link.ts';
import { useMessagesTold, useMissedTold } from './use-told.ts';

/** After what the open page itself needs. */
const KEEP_AFTER_MS = 3_000;

export interface NotificationLayerProps {
  /** Where the person is. */
  location: string;
  /** Goes to another page of the app. The same function at each render, as the next. */
  open: (path: string) => void;
  openConversation: (id: ConversationId) => void;
}

/** What the app tells by itself, and its understanding with the service worker. It shows nothing. */
export function NotificationLayer({ location, open, openConversation }: NotificationLayerProps) {
  const { calls, connection, notifications } = useClient();
  useMissedTold(openConversation);
  useMessagesTold(openConversation, /^\/messages\/([^/]+)/.exec(location)?.[1]);
  useEffect(
    () =>
      linkWorker({
        open,
        shows: () => ({
          isOnline: connection.getState().status === 'online',
          ringing: calls.state.getState().incoming.map(({ callId }) => callId),
        }),
      }),
    [calls, connection, open],
  );
  useEffect(() => {
    // What is read here need not stay on the screen.
    void closeNotices(({ kind, path }) => kind === 'unknown' || (kind !== 'ring' && path === location));
  }, [location]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      // What fails now is tried again at the next start.
      notifications.keepSubscribed().catch(() => undefined);
    }, KEEP_AFTER_MS);
    return () => {
      clearTimeout(timer);
      // Signed out: nobody who comes after is to read them (PUSH-36).
      void closeNotices(() => true);
    };
  }, [notifications]);
  return null;
}
