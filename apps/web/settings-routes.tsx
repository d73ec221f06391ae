import { Redirect, Route, Switch } from 'wouter';
import { AccountPage } from './features/settings/AccountPage.tsx';
import { DirectMessagesPage } from './features/settings/DirectMessagesPage.tsx';
import { PrivacyPage } from './features/settings/PrivacyPage.tsx';
import { SessionsPage } from './features/settings/SessionsPage.tsx';
import { SettingsPage } from './features/settings/SettingsPage.tsx';

/** The pages below /settings, loaded together. */
export function SettingsRoutes() {
  return (
    <Switch>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/settings/account">
        <AccountPage />
      </Route>
      <Route path="/settings/privacy-and-safety">
        <PrivacyPage />
      </Route>
      <Route path="/settings/privacy-and-safety/direct-messages">
        <DirectMessagesPage />
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
