import { ConversationId } from '@parley/protocol';
import type { Conversation } from '@parley/protocol';
import { Compass } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { AppShell } from './app-shell.tsx';
import { CallButton } from './features/call/CallButton.tsx';
import { CallLayer } from './features/call/CallLayer.tsx';
import { MessagesPage } from './features/chat/MessagesPage.tsx';
import { usePlaceCall } from './sdk/use-place-call.ts';
import { appText } from './text/app.ts';
import { CrashBoundary } from './ui/CrashBoundary.tsx';
import type { CrashBoundaryProps } from './ui/CrashBoundary.tsx';
import { preloadDialogs } from './ui/Dialog.tsx';
import { EmptyState } from './ui/EmptyState.tsx';
import { preloadMenus } from './ui/MenuButton.tsx';
import { Page } from './ui/Page.tsx';
import { Splash } from './ui/Splash.tsx';

const CallsPage = lazy(async () => ({ default: (await import('./features/call/CallsPage.tsx')).CallsPage }));
const PeoplePage = lazy(async () => ({
  default: (await import('./features/people/PeoplePage.tsx')).PeoplePage,
}));
const ProfilePage = lazy(async () => ({
  default: (await import('./features/people/ProfilePage.tsx')).ProfilePage,
}));
const SettingsRoutes = lazy(async () => ({
  default: (await import('./settings-routes.tsx')).SettingsRoutes,
}));

const PRELOAD_AFTER_MS = 1_000;

/** Everything behind the sign-in; the only place where features meet. */
export function SignedIn({ mend }: Pick<CrashBoundaryProps, 'mend'>) {
  const [location, navigate] = useLocation();
  const openConversation = useCallback((id: ConversationId) => navigate(`/messages/${id}`), [navigate]);
  useEffect(() => {
    // After what the open page itself needs.
    const timer = setTimeout(() => {
      preloadDialogs();
      preloadMenus();
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const splash = <Splash label={appText.loading} />;
  return (
    <>
      <AppShell>
        {/* A page that fails takes neither the way to the others with it nor a call that runs. */}
        <CrashBoundary words={appText.crash} mend={mend} mending={splash} resetKey={location}>
          <Suspense fallback={splash}>
            <Routes />
          </Suspense>
        </CrashBoundary>
      </AppShell>
      <CallLayer onOpen={openConversation} />
    </>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/messages/:conversationId?">{(params) => <Messages id={params.conversationId} />}</Route>
      <Route path="/calls">
        <CallsPage />
      </Route>
      <Route path="/people">
        <PeoplePage />
      </Route>
      <Route path="/people/:handle">
        {(params) => <ProfilePage key={params.handle} handle={params.handle} />}
      </Route>
      <Route path="/settings/*?">
        <SettingsRoutes />
      </Route>
      <Route path="/sign-in">
        <AfterSignIn />
      </Route>
      <Route path="/sign-up">
        <AfterSignIn />
      </Route>
      <Route path="/">
        <Redirect to="/messages" replace />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function Messages({ id }: { id: string | undefined }) {
  const call = usePlaceCall();
  const actions = useCallback((conversation: Conversation) => <CallButton conversation={conversation} />, []);
  const conversationId = ConversationId.safeParse(id);
  if (id !== undefined && !conversationId.success) return <NotFound />;
  return <MessagesPage conversationId={conversationId.data} headerActions={actions} onCall={call} />;
}

/** On to the page that was asked for before signing in, or to the messages. */
function AfterSignIn() {
  const state: unknown = useHistoryState();
  const asked = typeof state === 'object' && state !== null && 'next' in state ? state.next : undefined;
  return <Redirect to={typeof asked === 'string' && asked.startsWith('/') ? asked : '/messages'} replace />;
}

function NotFound() {
  return (
    <Page title={appText.notFoundTitle}>
      <EmptyState
        icon={<Compass size={28} />}
        title={appText.notFound}
        action={<Link href="/messages">{appText.toMessages}</Link>}
      />
    </Page>
  );
}
