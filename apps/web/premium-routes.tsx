import { Redirect, Route, Switch } from 'wouter';
import { DemoCheckoutPage } from './features/plan/DemoCheckoutPage.tsx';
import { PremiumReturnPage } from './features/plan/PremiumReturnPage.tsx';

/** The pages of a checkout, loaded when there is one. */
export function PremiumRoutes() {
  return (
    <Switch>
      <Route path="/premium/checkout">
        <DemoCheckoutPage />
      </Route>
      <Route path="/premium/return">
        <PremiumReturnPage />
      </Route>
      <Route>
        <Redirect to="/settings/premium" replace />
      </Route>
    </Switch>
  );
}
