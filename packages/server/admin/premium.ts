import type { AdminPerson } from '@parley/protocol';
import { grantMonths } from '../commands/plan-change.ts';
import { claimAccount } from './change.ts';
import type { Change } from './change.ts';
import { loadChanged } from './people.ts';

/** Whole months of Premium without payment (PLAN-5); `id` is new with each grant. */
export function grantPremium(typed: string, months: number, id: string): Change<AdminPerson> {
  return async (stores, { actorId, nowMs }) => {
    const { id: accountId, handle } = await claimAccount(stores, typed);
    const effects = await grantMonths(stores, { accountId, source: 'admin', id, nowMs }, months);
    const detail = months === 1 ? '1 month' : `${months} months`;
    await stores.audit.record({ actorId, action: 'premium.granted', subject: handle, detail });
    return { result: await loadChanged(stores, accountId), effects };
  };
}
