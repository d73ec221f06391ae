import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMe } from '../../sdk/client-context.tsx';
import { planText } from '../../text/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import styles from './plan.module.css';
import { takeWayBack } from './way-back.ts';

/** Stripe usually tells within seconds. */
const LONG_MS = 20_000;

/** After paying: waits until the payment is confirmed, which follows live with the account (PLAN-10, PLAN-12). */
export function PremiumReturnPage() {
  const { plan } = useMe();
  const [, navigate] = useLocation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Page title={planText.returnTitle}>
      <Section>
        <div className={styles.padded}>
          <div role="status">
            {plan.premium ? (
              <>
                <p className={styles.state}>{planText.done}</p>
                <p className={styles.soft}>{planText.doneDetail}</p>
              </>
            ) : (
              <p className={styles.state}>{isLong ? planText.waitingLong : planText.waiting}</p>
            )}
          </div>
          {plan.premium && (
            <Button
              variant="primary"
              onPress={() =>
                navigate(
                  takeWayBack(() => sessionStorage),
                  { replace: true },
                )
              }
            >
              {planText.onward}
            </Button>
          )}
          <Link href="/settings/premium">{planText.toPlan}</Link>
        </div>
      </Section>
    </Page>
  );
}
