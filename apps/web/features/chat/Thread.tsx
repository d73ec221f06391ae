import type { CallKind, Conversation, ConversationId } from '@parley/protocol';
import { MessageCircleOff, WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useConversation } from '../../sdk/use-conversation.ts';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { errorText } from '../../text/errors.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { Composer } from './Composer.tsx';
import { BlockedBanner, RequestBanner } from './RequestBanner.tsx';
import { ThreadHeader } from './ThreadHeader.tsx';
import { ThreadLog } from './ThreadLog.tsx';
import styles from './Thread.module.css';

export interface ThreadProps {
  conversationId: ConversationId;
  headerActions: (conversation: Conversation) => ReactNode;
  /** Also where only Premium is missing: what stands between is told then (PLAN-2). */
  onCall: (conversation: Conversation, kind: CallKind) => void;
}

/** One conversation. Mount once per conversation (`key`). */
export function Thread({ conversationId, headerActions, onCall }: ThreadProps) {
  const { conversation, reload } = useConversation(conversationId);
  if (conversation.status === 'loading') return <SkeletonRows label={chatText.loadingThread} />;
  if (conversation.status === 'failed') {
    const isGone = conversation.code === 'not_found' || conversation.code === 'bad_request';
    return isGone ? (
      <EmptyState icon={<MessageCircleOff size={28} />} title={chatText.threadGoneTitle}>
        {chatText.threadGone}
      </EmptyState>
    ) : (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={chatText.threadFailedTitle}
        action={<Button onPress={reload}>{appText.retry}</Button>}
      >
        {errorText(conversation.code)}
      </EmptyState>
    );
  }
  return <OpenThread conversation={conversation.value} headerActions={headerActions} onCall={onCall} />;
}

type OpenThreadProps = Omit<ThreadProps, 'conversationId'> & { conversation: Conversation };

function OpenThread({ conversation, headerActions, onCall }: OpenThreadProps) {
  const { id, folder, youBlock, callAccess } = conversation;
  const canCall = callAccess === 'allowed' || callAccess === 'premiumRequired';
  const hasKeyboard = matchMedia('(pointer: fine)').matches;
  useReadOut(conversation);
  return (
    <section className={styles.thread}>
      <ThreadHeader
        conversation={conversation}
        takesFocus={!hasKeyboard}
        actions={headerActions(conversation)}
      />
      <Log
        conversation={conversation}
        onCallBack={canCall ? (kind) => onCall(conversation, kind) : undefined}
      />
      {folder === 'requests' && !youBlock && <RequestBanner conversation={conversation} />}
      {youBlock ? (
        <BlockedBanner conversation={conversation} />
      ) : (
        <Composer conversationId={id} autoFocus={hasKeyboard} />
      )}
    </section>
  );
}

interface LogProps {
  conversation: Conversation;
  onCallBack: ((kind: CallKind) => void) | undefined;
}

function Log({ conversation, onCallBack }: LogProps) {
  const { messages } = useClient();
  const { run } = useAction();
  const thread = useStore(messages.thread(conversation.id));
  if (thread.status === 'ready') {
    return <ThreadLog conversation={conversation} thread={thread} onCallBack={onCallBack} />;
  }
  if (thread.status === 'loading') return <SkeletonRows label={chatText.loadingThread} />;
  return (
    <EmptyState
      icon={<WifiOff size={28} />}
      title={chatText.threadFailedTitle}
      action={
        <Button onPress={() => run(() => messages.loadEarlier(conversation.id))}>{appText.retry}</Button>
      }
    />
  );
}

/** Reads out what arrives, and that the peer types. */
function useReadOut({ id, peer }: Conversation): void {
  const { messages } = useClient();
  const isTyping = useStore(messages.thread(id), (thread) => thread.peerTyping);
  useEffect(
    () =>
      messages.onMessage((message) => {
        if (message.conversationId === id) announce(chatText.arrived(peer.displayName, message.text));
      }),
    [messages, id, peer.displayName],
  );
  useEffect(() => {
    if (isTyping) announce(chatText.typing(peer.displayName));
  }, [isTyping, peer.displayName]);
}
