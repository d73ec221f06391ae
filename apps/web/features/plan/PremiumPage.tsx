import type { Plan } from '@parley/protocol';
import { WifiOff } from 'lucide-react';
import { Redirect } from 'wouter';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { planText } from '../../text/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useNow } from '../../ui/use-now.ts';
import { planStateText } from './plan-state.ts';
import { PremiumFacts } from './PremiumFacts.tsx';
import { useCheckout } from './use-checkout.ts';
import styles from './plan.module.css';

const REFRESH_MS = 30_000;

/** Settings → Premium. */
export function PremiumPage() {
  const client = useClient();
  const { placingRequires, plan, callsAvailable } = useMe();
  const nowMs = useNow(REFRESH_MS);
  // What can be done depends on what one has: it is read again when that changes.
  const { loaded, reload } = useLoaded(`plan ${plan.premium} ${plan.renews}`, client.plan.load);
  const isNeeded = placingRequires === 'premium';
  // Where calls have not reached there is nothing to buy; whoever pays can always see to it (ROLL-7).
  if (!callsAvailable && !plan.premium) return <Redirect to="/settings" replace />;
  return (
    <Page title={planText.title} back={{ href: '/settings', label: planText.back }}>
      <Section title={planText.stateTitle}>
        <div className={styles.padded}>
          <p className={styles.state}>{planStateText(plan, nowMs)}</p>
          {!isNeeded && <p className={styles.soft}>{planText.notNeeded}</p>}
          {isNeeded && !plan.premium && <p className={styles.soft}>{planText.needed}</p>}
          {loaded.status === 'ready' && <Management plan={loaded.value} hasPremium={plan.premium} />}
        </div>
      </Section>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={2} />}
      {loaded.status === 'failed' && (
        <EmptyState
          icon={<WifiOff size={28} />}
          title={planText.failedTitle}
          action={<Button onPress={reload}>{appText.retry}</Button>}
        >
          {errorText(loaded.code)}
        </EmptyState>
      )}
      {loaded.status === 'ready' && isNeeded && !plan.premium && <Offer offer={loaded.value.offer} />}
    </Page>
  );
}

function Offer({ offer }: Pick<Plan, 'offer'>) {
  const { isBusy, subscribe } = useCheckout('/settings/premium');
  return (
    <Section>
      <div className={styles.padded}>
        <PremiumFacts offer={offer} />
        {offer !== null && (
          <Button variant="primary" isPending={isBusy} onPress={subscribe}>
            {planText.subscribe}
          </Button>
        )}
      </div>
    </Section>
  );
}

/** The portal of who pays; in a demo, the end of what was pretended. */
function Management({ plan, hasPremium }: { plan: Plan; hasPremium: boolean }) {
  const client = useClient();
  const { isBusy, manage } = useCheckout('/settings/premium');
  const ending = useAction();
  if (plan.canManage) {
    return (
      <>
        <p className={styles.soft}>{planText.manageDetail}</p>
        <Button isPending={isBusy} onPress={manage}>
          {planText.manage}
        </Button>
      </>
    );
  }
  if (plan.offer?.kind !== 'demo' || !hasPremium) return null;
  const end = async () => {
    await client.plan.endDemoPlan();
    showToast({ tone: 'info', text: planText.ended });
  };
  return (
    <>
      <p className={styles.soft}>{planText.endDemoDetail}</p>
      <Button isPending={ending.isBusy} onPress={() => ending.run(end)}>
        {planText.endDemo}
      </Button>
    </>
  );
}
