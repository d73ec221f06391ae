import type { CallsApi } from '@parley/client';
import type { ConversationId } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { noticeText, toldText } from '../../text/notices.ts';
import { showToast } from '../../ui/toasts.ts';
import { isTold } from './is-told.ts';

type Missed = Parameters<Parameters<CallsApi['onMissed']>[0]>[0];

/** As much of a message as a toast holds, in characters. */
const MAX_TEXT = 140;

const shorten = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

const isInSight = () => document.visibilityState === 'visible';

/** Tells a missed call once, in a page in sight; elsewhere the service worker may have told it (PUSH-35). */
export function useMissedTold(open: (id: ConversationId) => void): void {
  const { calls, notifications } = useClient();
  const isWanted = useMe().notifications.missedCalls;
  useEffect(() => {
    if (!isWanted) return undefined;
    let held: Missed[] = [];
    const tell = ({ callId, peer, kind, conversationId }: Missed) => {
      showToast({
        tone: 'info',
        text: noticeText.missed(kind, peer.displayName),
        action: { label: toldText.open, run: () => open(conversationId) },
      });
      // Not acknowledged, it would be told once more at the next wake-up: no more than that.
      notifications.seen({ callIds: [callId] }).catch(() => undefined);
    };
    const unlisten = calls.onMissed((missed) => {
      if (isInSight()) tell(missed);
      else held.push(missed);
    });
    const catchUp = () => {
      if (!isInSight() || held.length === 0) return;
      const waiting = held;
      held = [];
      notifications.notices().then(
        ({ missed }) =>
          waiting.filter(({ callId }) => missed.some((it) => it.callId === callId)).forEach(tell),
        () => waiting.forEach(tell),
      );
    };
    document.addEventListener('visibilitychange', catchUp);
    return () => {
      unlisten();
      document.removeEventListener('visibilitychange', catchUp);
    };
  }, [calls, notifications, isWanted, open]);
}

/** Tells what is written in other conversations, in a page in sight (PUSH-39). */
export function useMessagesTold(open: (id: ConversationId) => void, openId: string | undefined): void {
  const { messages, conversations, notifications } = useClient();
  const isWanted = useMe().notifications.messages;
  const latestOpenId = useRef(openId);
  latestOpenId.current = openId;
  useEffect(() => {
    if (!isWanted) return undefined;
    return messages.onMessage(({ conversationId, seq, text }) => {
      if (!isInSight() || conversationId === latestOpenId.current) return;
      const known = conversations.state.getState().byId[conversationId];
      Promise.resolve(known ?? conversations.get(conversationId)).then(
        (conversation) => {
          if (!isTold(conversation, latestOpenId.current)) return;
          const { displayName } = conversation.peer;
          showToast({
            key: conversationId,
            tone: 'info',
            text: toldText.message(displayName, shorten(text)),
            action: { label: toldText.open, run: () => open(conversationId) },
          });
          notifications.seen({ messages: [{ conversationId, seq }] }).catch(() => undefined);
        },
        // Offline at this very moment: the list tells it on return.
        () => undefined,
      );
    });
  }, [messages, conversations, notifications, isWanted, open]);
}
