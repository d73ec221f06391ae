import type { ConversationsState } from '@parley/client';
import { MessageCircle, Phone, Settings, Users } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useRoute } from 'wouter';
import { useStore } from 'zustand';
import { ElsewhereBanner } from './features/call/ElsewhereBanner.tsx';
import { useIsCovered } from './features/call/stage/stage-store.ts';
import { useClient, useMe } from './sdk/client-context.tsx';
import { useIsOffline } from './sdk/use-is-offline.ts';
import { appText } from './text/app.ts';
import { setTitle } from './ui/page-title.ts';
import { Shell } from './ui/Shell.tsx';
import { StatusBanner } from './ui/StatusBanner.tsx';

const CALLS = { href: '/calls', label: appText.calls, icon: <Phone size={22} aria-hidden="true" /> };
const SETTINGS = {
  href: '/settings',
  // Both are reached from there.
  also: ['/admin', '/premium'],
  label: appText.settings,
  icon: <Settings size={22} aria-hidden="true" />,
};

/** The frame of the signed-in app, with what it shows of the connection and of unread messages. */
export function AppShell({ children }: { children: ReactNode }) {
  const client = useClient();
  const unread = useStore(client.conversations.state, countUnread);
  const isOffline = useIsOffline();
  const { callsAvailable } = useMe();
  const [isInConversation] = useRoute('/messages/:conversationId');
  useEffect(() => {
    setTitle({ unread });
    return () => setTitle({ unread: 0 });
  }, [unread]);
  return (
    <Shell
      navLabel={appText.nav}
      immersive={isInConversation}
      inert={useIsCovered()}
      banner={
        <>
          <StatusBanner>{isOffline ? appText.offline : undefined}</StatusBanner>
          <ElsewhereBanner />
        </>
      }
      links={[
        {
          href: '/messages',
          label: appText.messages,
          icon: <MessageCircle size={22} aria-hidden="true" />,
          badge: unread > 0 ? { count: unread, meaning: appText.unreadBadge(unread) } : undefined,
        },
        ...(callsAvailable ? [CALLS] : []),
        { href: '/people', label: appText.people, icon: <Users size={22} aria-hidden="true" /> },
        SETTINGS,
      ]}
    >
      {children}
    </Shell>
  );
}

/** Requests wait without pressing: only the inbox counts. */
function countUnread({ inbox, byId }: ConversationsState): number {
  return (inbox ?? []).reduce((sum, id) => sum + (byId[id]?.unread ?? 0), 0);
}
