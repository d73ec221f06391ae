import { Redirect, Route, Switch } from 'wouter';
import { AdminGate } from './features/admin/AdminGate.tsx';
import { AdminHome } from './features/admin/AdminHome.tsx';
import { AdminPeoplePage } from './features/admin/AdminPeoplePage.tsx';
import { AuditPage } from './features/admin/AuditPage.tsx';
import { FactorsPage } from './features/admin/FactorsPage.tsx';
import { HealthPage } from './features/admin/HealthPage.tsx';
import { ReportsPage } from './features/admin/ReportsPage.tsx';
import { RolloutPage } from './features/admin/RolloutPage.tsx';

/** The pages below /admin, loaded together and behind a second factor. */
export function AdminRoutes() {
  return (
    <AdminGate>
      <Switch>
        <Route path="/admin">
          <AdminHome />
        </Route>
        <Route path="/admin/people">
          <AdminPeoplePage />
        </Route>
        <Route path="/admin/rollout">
          <RolloutPage />
        </Route>
        <Route path="/admin/reports">
          <ReportsPage />
        </Route>
        <Route path="/admin/health">
          <HealthPage />
        </Route>
        <Route path="/admin/audit">
          <AuditPage />
        </Route>
        <Route path="/admin/factors">
          <FactorsPage />
        </Route>
        <Route>
          <Redirect to="/admin" replace />
        </Route>
      </Switch>
    </AdminGate>
  );
}
