import type { Me } from '@parley/protocol';
import type { PlanApi } from '../api.ts';
import type { Request } from '../http.ts';

/** Premium over HTTP; what one has is part of the account and kept there. */
export function createPlanApi(request: Request, keepMe: (answer: Promise<Me>) => Promise<Me>): PlanApi {
  return {
    load: () => request('getPlan', {}),
    startCheckout: async () => (await request('startCheckout', {})).url,
    openPortal: async () => (await request('openBillingPortal', {})).url,
    completeDemoCheckout: () => keepMe(request('completeDemoCheckout', {})),
    endDemoPlan: () => keepMe(request('endDemoPlan', {})),
  };
}
