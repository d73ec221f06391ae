import { useLocation } from 'wouter';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { planText } from '../../text/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import styles from './plan.module.css';
import { takeWayBack } from './way-back.ts';

/** Stands in for a payment page where nothing is paid, and says so (PLAN-11). */
export function DemoCheckoutPage() {
  const { plan } = useClient();
  const [, navigate] = useLocation();
  const { isBusy, run } = useAction();
  const { loaded } = useLoaded('plan', plan.load);
  const pay = async () => {
    await plan.completeDemoCheckout();
    navigate('/premium/return', { replace: true });
  };
  return (
    <Page title={planText.demoTitle}>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={1} />}
      {loaded.status === 'failed' && <Notice tone="error">{errorText(loaded.code)}</Notice>}
      {loaded.status === 'ready' && loaded.value.offer?.kind !== 'demo' && (
        <Notice tone="info">{planText.demoGone}</Notice>
      )}
      {loaded.status === 'ready' && loaded.value.offer?.kind === 'demo' && (
        <>
          <Notice tone="info">{planText.demoBanner}</Notice>
          <Section>
            <div className={styles.padded}>
              <p>{planText.demoText}</p>
              <div className={styles.actions}>
                <Button variant="primary" isPending={isBusy} onPress={() => run(pay)}>
                  {planText.demoPay}
                </Button>
                <Button
                  onPress={() =>
                    navigate(
                      takeWayBack(() => sessionStorage),
                      { replace: true },
                    )
                  }
                >
                  {planText.demoLeave}
                </Button>
              </div>
            </div>
          </Section>
        </>
      )}
    </Page>
  );
}
