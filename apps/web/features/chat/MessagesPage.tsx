import type { CallKind, Conversation, ConversationId } from '@parley/protocol';
import { MessagesSquare, SquarePen } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { chatText } from '../../text/chat.ts';
import { IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { usePageHeading } from '../../ui/Page.tsx';
import { ConversationList } from './ConversationList.tsx';
import { Thread } from './Thread.tsx';
import styles from './MessagesPage.module.css';

const NewMessage = lazy(async () => ({ default: (await import('./NewMessage.tsx')).NewMessage }));

export interface MessagesPageProps {
  conversationId: ConversationId | undefined;
  /** What can be done in a conversation besides writing: calling. */
  headerActions: (conversation: Conversation) => ReactNode;
  onCall: (conversation: Conversation, kind: CallKind) => void;
  /** Below the conversations. */
  hint?: ReactNode;
}

/** The conversations, and the open one beside them; on phones one or the other. */
export function MessagesPage({ conversationId, headerActions, onCall, hint }: MessagesPageProps) {
  const [isWriting, setWriting] = useState(false);
  return (
    <div className={styles.page} data-shows={conversationId === undefined ? 'list' : 'thread'}>
      <div className={styles.list}>
        <header className={styles.header}>
          {conversationId === undefined ? <TopHeading /> : <h2 className={styles.title}>{chatText.title}</h2>}
          <IconButton label={chatText.newMessage} onPress={() => setWriting(true)}>
            <SquarePen size={20} aria-hidden="true" />
          </IconButton>
        </header>
        <ConversationList openId={conversationId} onNewMessage={() => setWriting(true)} />
        {hint}
      </div>
      <div className={styles.thread}>
        {conversationId === undefined ? (
          <EmptyState icon={<MessagesSquare size={28} />} title={chatText.pickTitle}>
            {chatText.pick}
          </EmptyState>
        ) : (
          <Thread
            key={conversationId}
            conversationId={conversationId}
            headerActions={headerActions}
            onCall={onCall}
          />
        )}
      </div>
      {isWriting && (
        <Suspense fallback={null}>
          <NewMessage isOpen onClose={() => setWriting(false)} />
        </Suspense>
      )}
    </div>
  );
}

function TopHeading() {
  const heading = usePageHeading(chatText.title);
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.title}>
      {chatText.title}
    </h1>
  );
}
