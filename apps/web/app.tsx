import { CloudOff } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useSessionStart } from './features/onboarding/use-session-start.ts';
import { useClient } from './sdk/client-context.tsx';
import { appText } from './text/app.ts';
import { errorText } from './text/errors.ts';
import { Announcer } from './ui/Announcer.tsx';
import { Button } from './ui/Button.tsx';
import { CrashBoundary } from './ui/CrashBoundary.tsx';
import type { CrashBoundaryProps } from './ui/CrashBoundary.tsx';
import { EmptyState } from './ui/EmptyState.tsx';
import { Splash } from './ui/Splash.tsx';
import { Toasts } from './ui/Toasts.tsx';

const SignIn = lazy(async () => ({ default: (await import('./features/onboarding/SignIn.tsx')).SignIn }));
const SignUp = lazy(async () => ({ default: (await import('./features/onboarding/SignUp.tsx')).SignUp }));
const SignedIn = lazy(async () => ({ default: (await import('./signed-in.tsx')).SignedIn }));

/** The whole app: who is not signed in sees the way in, everyone else their messages and calls. */
export function App({ mend }: Pick<CrashBoundaryProps, 'mend'>) {
  const splash = <Splash label={appText.loading} />;
  return (
    <CrashBoundary words={appText.crash} mend={mend} mending={splash}>
      <Suspense fallback={splash}>
        <Gate mend={mend} />
      </Suspense>
      <Announcer />
      <Toasts closeLabel={appText.close} />
    </CrashBoundary>
  );
}

function Gate({ mend }: Pick<CrashBoundaryProps, 'mend'>) {
  const account = useStore(useClient().account.state);
  const start = useSessionStart();
  if (account.status === 'signedIn') return <SignedIn key={account.me.person.id} mend={mend} />;
  if (account.status === 'signedOut') {
    const reason = account.because === 'revoked' ? 'revoked' : start.linkFailed ? 'linkFailed' : undefined;
    return <SignedOut reason={reason} />;
  }
  if (start.problem === undefined) return <Splash label={appText.loading} />;
  return (
    <EmptyState
      icon={<CloudOff size={28} />}
      title={appText.unreachableTitle}
      action={
        <Button variant="primary" onPress={start.retry}>
          {appText.retry}
        </Button>
      }
    >
      {errorText(start.problem)}
    </EmptyState>
  );
}

function SignedOut({ reason }: { reason: 'revoked' | 'linkFailed' | undefined }) {
  const [location] = useLocation();
  return (
    <Switch>
      <Route path="/sign-up">
        <SignUp />
      </Route>
      <Route path="/sign-in">
        <SignIn reason={reason} />
      </Route>
      <Route>
        {/* The page that was asked for opens after signing in. */}
        <Redirect to="/sign-in" replace state={{ next: location }} />
      </Route>
    </Switch>
  );
}
