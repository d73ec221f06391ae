import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { DoctorPage } from './features/doctor/DoctorPage.tsx';
import { RING } from './features/call/sound/melodies.ts';
import { playMelody } from './features/call/sound/play-melody.ts';
import { NotificationsPage } from './features/notifications/NotificationsPage.tsx';
import { PremiumPage } from './features/plan/PremiumPage.tsx';
import { AccountPage } from './features/settings/AccountPage.tsx';
import { DirectMessagesPage } from './features/settings/DirectMessagesPage.tsx';
import { PrivacyPage } from './features/settings/PrivacyPage.tsx';
import { SessionsPage } from './features/settings/SessionsPage.tsx';
import { SettingsPage } from './features/settings/SettingsPage.tsx';
import { useMe } from './sdk/client-context.tsx';

// With the reader of phone numbers, the weightiest of them all.
const AddressBookPage = lazy(async () => ({
  default: (await import('./features/contacts/AddressBookPage.tsx')).AddressBookPage,
}));
const Identifiers = lazy(async () => ({
  default: (await import('./features/contacts/Identifiers.tsx')).Identifiers,
}));

const ring = () => playMelody(RING);

/** The pages below /settings, loaded together. */
export function SettingsRoutes() {
  const { callsAvailable } = useMe();
  return (
    <Switch>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/settings/account">
        <AccountPage
          identifiers={
            <Suspense fallback={null}>
              <Identifiers />
            </Suspense>
          }
        />
      </Route>
      <Route path="/settings/privacy-and-safety">
        <PrivacyPage />
      </Route>
      {callsAvailable && (
        <Route path="/settings/privacy-and-safety/direct-messages">
          <DirectMessagesPage />
        </Route>
      )}
      {callsAvailable && (
        <Route path="/settings/check-calls">
          <DoctorPage />
        </Route>
      )}
      <Route path="/settings/notifications">
        <NotificationsPage ring={ring} />
      </Route>
      <Route path="/settings/address-book">
        <AddressBookPage />
      </Route>
      <Route path="/settings/premium">
        <PremiumPage />
      </Route>
      <Route path="/settings/sessions">
        <SessionsPage />
      </Route>
      <Route>
        <Redirect to="/settings" replace />
      </Route>
    </Switch>
  );
}
