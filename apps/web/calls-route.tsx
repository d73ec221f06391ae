import { CallsPage } from './features/call/history/CallsPage.tsx';
import { PremiumSheet } from './features/plan/PremiumSheet.tsx';
import { callMenu } from './features/reports/call-menu.tsx';

/** The history of calls, with what can be done about a call that was unwelcome. */
export function CallsRoute() {
  return (
    <CallsPage
      menu={callMenu}
      premiumSheet={(peer, onClose) => <PremiumSheet peer={peer} onClose={onClose} />}
    />
  );
}
