import { useLocation } from 'wouter';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { rememberWayBack } from './way-back.ts';

export interface Checkout {
  isBusy: boolean;
  /** Leads to the page on which to subscribe, of Stripe or of this server's demo. */
  subscribe: () => void;
  /** Leads to the page on which to change the payment or to cancel. */
  manage: () => void;
}

/** The ways to pay; `back` is where the person goes on afterwards. */
export function useCheckout(back: string): Checkout {
  const { plan } = useClient();
  const { isBusy, run } = useAction();
  const [, navigate] = useLocation();
  const goTo = (url: string) => (url.startsWith('/') ? navigate(url) : window.location.assign(url));
  return {
    isBusy,
    subscribe: () =>
      run(async () => {
        const url = await plan.startCheckout();
        rememberWayBack(() => sessionStorage, back);
        goTo(url);
      }),
    manage: () => run(async () => goTo(await plan.openPortal())),
  };
}
