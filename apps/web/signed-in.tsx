import { ConversationId } from '@parley/protocol';
import type { CallKind, Conversation, Person } from '@parley/protocol';
import { Compass } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { AppShell } from './app-shell.tsx';
import { CallButton } from './features/call/CallButton.tsx';
import { CallLayer, preloadCalls } from './features/call/CallLayer.tsx';
import { MessagesPage } from './features/chat/MessagesPage.tsx';
import { wantedHint } from './features/notifications/hint.ts';
import { NotificationLayer } from './features/notifications/NotificationLayer.tsx';
import { SafetyLayer } from './features/reports/SafetyLayer.tsx';
import { useMe } from './sdk/client-context.tsx';
import { usePlaceCall } from './sdk/use-place-call.ts';
import { appText } from './text/app.ts';
import { CrashBoundary } from './ui/CrashBoundary.tsx';
import type { CrashBoundaryProps } from './ui/CrashBoundary.tsx';
import { preloadDialogs } from './ui/Dialog.tsx';
import { EmptyState } from './ui/EmptyState.tsx';
import { preloadMenus } from './ui/MenuButton.tsx';
import { Page } from './ui/Page.tsx';
import { Splash } from './ui/Splash.tsx';

const CallsRoute = lazy(async () => ({ default: (await import('./calls-route.tsx')).CallsRoute }));
const PeoplePage = lazy(async () => ({
  default: (await import('./features/people/PeoplePage.tsx')).PeoplePage,
}));
const ProfilePage = lazy(async () => ({
  default: (await import('./features/people/ProfilePage.tsx')).ProfilePage,
}));
const NotificationHint = lazy(async () => ({
  default: (await import('./features/notifications/NotificationHint.tsx')).NotificationHint,
}));
const Suggestions = lazy(async () => ({
  default: (await import('./features/contacts/Suggestions.tsx')).Suggestions,
}));
const PremiumSheet = lazy(async () => ({
  default: (await import('./features/plan/PremiumSheet.tsx')).PremiumSheet,
}));
const PremiumRoutes = lazy(async () => ({ default: (await import('./premium-routes.tsx')).PremiumRoutes }));
const AdminRoutes = lazy(async () => ({ default: (await import('./admin-routes.tsx')).AdminRoutes }));
const SettingsRoutes = lazy(async () => ({
  default: (await import('./settings-routes.tsx')).SettingsRoutes,
}));

const PRELOAD_AFTER_MS = 1_000;
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Everything behind the sign-in; the only place where features meet. */
export function SignedIn({ mend }: Pick<CrashBoundaryProps, 'mend'>) {
  const [location, navigate] = useLocation();
  const openConversation = useCallback((id: ConversationId) => navigate(`/messages/${id}`), [navigate]);
  useEffect(() => {
    // After what the open page itself needs: somebody may ring at any time.
    const timer = setTimeout(preloadDialogs, PRELOAD_AFTER_MS);
    // A menu and a call open only after a person has moved towards them.
    const preload = () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, preload);
      preloadMenus();
      preloadCalls();
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, preload, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, preload);
    };
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
      <CallLayer />
      <SafetyLayer />
      <NotificationLayer location={location} open={navigate} openConversation={openConversation} />
    </>
  );
}

function Routes() {
  const { isAdmin, callsAvailable } = useMe();
  return (
    <Switch>
      <Route path="/messages/:conversationId?">{(params) => <Messages id={params.conversationId} />}</Route>
      <Route path="/calls">
        {/* Where calls have not reached, or no longer, there is no trace of them (ROLL-7). */}
        {callsAvailable ? <CallsRoute /> : <Redirect to="/messages" replace />}
      </Route>
      <Route path="/people">
        <PeoplePage
          suggestions={
            <Suspense fallback={null}>
              <Suggestions />
            </Suspense>
          }
        />
      </Route>
      <Route path="/people/:handle">
        {(params) => <ProfilePage key={params.handle} handle={params.handle} />}
      </Route>
      {isAdmin && (
        <Route path="/admin/*?">
          <AdminRoutes />
        </Route>
      )}
      <Route path="/settings/*?">
        <SettingsRoutes />
      </Route>
      <Route path="/premium/*?">
        <PremiumRoutes />
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
  const place = usePlaceCall();
  const [premiumPeer, setPremiumPeer] = useState<Person>();
  const [hint] = useState(wantedHint);
  const { callsAvailable } = useMe();
  const actions = useCallback(
    (conversation: Conversation) => (
      <CallButton
        conversation={conversation}
        premiumSheet={(onClose) => (
          <Suspense fallback={null}>
            <PremiumSheet peer={conversation.peer} onClose={onClose} />
          </Suspense>
        )}
      />
    ),
    [],
  );
  const call = useCallback(
    ({ peer, callAccess }: Conversation, kind: CallKind) =>
      callAccess === 'premiumRequired' ? setPremiumPeer(peer) : place(peer, kind),
    [place],
  );
  const conversationId = ConversationId.safeParse(id);
  if (id !== undefined && !conversationId.success) return <NotFound />;
  return (
    <>
      <MessagesPage
        conversationId={conversationId.data}
        headerActions={actions}
        onCall={call}
        hint={
          hint &&
          callsAvailable && (
            <Suspense fallback={null}>
              <NotificationHint kind={hint} />
            </Suspense>
          )
        }
      />
      {premiumPeer && (
        <Suspense fallback={null}>
          <PremiumSheet peer={premiumPeer} onClose={() => setPremiumPeer(undefined)} />
        </Suspense>
      )}
    </>
  );
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
