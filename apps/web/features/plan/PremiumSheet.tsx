import type { Person } from '@parley/protocol';
import { useLocation } from 'wouter';
import { useClient } from '../../sdk/client-context.tsx';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { planText } from '../../text/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { PremiumFacts } from './PremiumFacts.tsx';
import { useCheckout } from './use-checkout.ts';
import styles from './plan.module.css';

export interface PremiumSheetProps {
  /** Whom the person wanted to call. */
  peer: Person;
  onClose: () => void;
}

/** What stands between the phone icon and a call, said honestly (PLAN-2). */
export function PremiumSheet({ peer, onClose }: PremiumSheetProps) {
  const { plan } = useClient();
  const [location] = useLocation();
  const { loaded, reload } = useLoaded('plan', plan.load);
  const { isBusy, subscribe } = useCheckout(location);
  const offer = loaded.status === 'ready' ? loaded.value.offer : undefined;
  return (
    <Dialog isOpen title={planText.sheetTitle} onClose={onClose}>
      <p className={styles.soft}>{planText.sheetWhy(peer.displayName)}</p>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={2} />}
      {loaded.status === 'failed' && (
        <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
          {errorText(loaded.code)}
        </Notice>
      )}
      {offer !== undefined && <PremiumFacts offer={offer} />}
      <DialogButtons>
        <Button onPress={onClose}>{offer === null ? planText.close : planText.notNow}</Button>
        {offer && (
          <Button variant="primary" isPending={isBusy} onPress={subscribe}>
            {planText.subscribe}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}
