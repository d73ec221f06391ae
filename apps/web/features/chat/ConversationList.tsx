import type { ConversationId, Folder } from '@parley/protocol';
import { Inbox, MessageCircle } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterTabs } from '../../ui/FilterTabs.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ConversationRow } from './ConversationRow.tsx';
import styles from './ConversationList.module.css';

const FOLDERS: readonly Folder[] = ['inbox', 'requests'];

export interface ConversationListProps {
  openId: ConversationId | undefined;
  onNewMessage: () => void;
}

/** Inbox and Requests. */
export function ConversationList({ openId, onNewMessage }: ConversationListProps) {
  const { conversations } = useClient();
  const requestCount = useStore(conversations.state, (state) => state.requestCount);
  const openFolder = useStore(conversations.state, (state) =>
    openId ? state.byId[openId]?.folder : undefined,
  );
  const [folder, setFolder] = useState<Folder>(openFolder ?? 'inbox');
  const labels: Record<Folder, string> = {
    inbox: chatText.inbox,
    requests: requestCount > 0 ? chatText.requestsCount(requestCount) : chatText.requests,
  };
  return (
    <>
      <div className={styles.folders}>
        <FilterTabs
          label={chatText.conversations}
          tabs={FOLDERS.map((each) => [each, labels[each]] as const)}
          current={folder}
          onChange={setFolder}
        />
      </div>
      <div className={styles.rows}>
        <FolderRows
          key={folder}
          folder={folder}
          openId={openId}
          empty={folder === 'inbox' ? <EmptyInbox onNewMessage={onNewMessage} /> : <EmptyRequests />}
        />
      </div>
    </>
  );
}

function EmptyInbox({ onNewMessage }: { onNewMessage: () => void }) {
  return (
    <EmptyState
      icon={<MessageCircle size={28} />}
      title={chatText.inboxEmptyTitle}
      action={
        <Button variant="primary" onPress={onNewMessage}>
          {chatText.inboxEmptyAction}
        </Button>
      }
    >
      {chatText.inboxEmpty}
    </EmptyState>
  );
}

function EmptyRequests() {
  return (
    <EmptyState icon={<Inbox size={28} />} title={chatText.requestsEmptyTitle}>
      {chatText.requestsEmpty}
    </EmptyState>
  );
}

interface FolderRowsProps {
  folder: Folder;
  openId: ConversationId | undefined;
  empty: ReactNode;
}

function FolderRows({ folder, openId, empty }: FolderRowsProps) {
  const { conversations } = useClient();
  const { isBusy, run } = useAction();
  const nowMs = useNow(30_000);
  const ids = useStore(conversations.state, (state) => state[folder]);
  const byId = useStore(conversations.state, (state) => state.byId);
  const hasMore = useStore(conversations.state, (state) => state.hasMore[folder]);
  if (ids === undefined) return <SkeletonRows label={appText.loading} />;
  if (ids.length === 0) return empty;
  return (
    <>
      <ul>
        {ids.map((id) => {
          const conversation = byId[id];
          return (
            conversation && (
              <ConversationRow key={id} conversation={conversation} isOpen={id === openId} nowMs={nowMs} />
            )
          );
        })}
      </ul>
      {hasMore && (
        <div className={styles.more}>
          <Button isPending={isBusy} onPress={() => run(() => conversations.loadMore(folder))}>
            {chatText.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
