import type { AccountId, AdminPerson } from '@parley/protocol';
import { leaveEverywhere } from '../commands/account-leave.ts';
import { accountChanged, conversationsChanged } from '../commands/announce.ts';
import { AppError } from '../error.ts';
import type { Effect, Stores } from '../ports.ts';
import { claimAccount } from './change.ts';
import type { Change } from './change.ts';

type PeopleStores = Pick<Stores, 'adminPeople' | 'people'>;

/** The account's own devices and everybody who talks with it look again. */
async function tellAll(stores: Pick<Stores, 'people'>, accountId: AccountId): Promise<Effect[]> {
  const peers = await stores.people.listPeers(accountId);
  return [accountChanged(accountId), ...conversationsChanged(accountId, peers, 'both')];
}

/** The account as it is now, for the one who has changed it. */
export async function loadChanged(
  stores: Pick<PeopleStores, 'adminPeople'>,
  id: AccountId,
): Promise<AdminPerson> {
  const person = await stores.adminPeople.load(id);
  if (person === undefined) throw new AppError('not_found');
  return person;
}

/** Gives the badge, or takes it back (ACC-10). It can open or close calls to everybody whom the person talks with. */
export function setVerified(typed: string, verified: boolean): Change<AdminPerson> {
  return async (stores, { actorId, nowMs }) => {
    const { id, handle } = await claimAccount(stores, typed);
    await stores.accounts.saveVerified(id, verified ? new Date(nowMs) : null);
    const action = verified ? 'verified.granted' : 'verified.removed';
    await stores.audit.record({ actorId, action, subject: handle, detail: '' });
    return { result: await loadChanged(stores, id), effects: await tellAll(stores, id) };
  };
}

/** ADM-10. */
export function suspend(typed: string, reason: string): Change<AdminPerson> {
  return async (stores, { actorId, nowMs }) => {
    const found = await claimAccount(stores, typed);
    const { id, handle } = found;
    if (id === actorId) throw new AppError('forbidden', { detail: 'This is your own account.' });
    if (found.isSuspended) throw new AppError('wrong_state', { detail: 'The account is suspended already.' });
    if (found.isAdmin && (await stores.adminPeople.countAdmins()) <= 1) throw new AppError('last_admin');
    await stores.adminPeople.suspend(id, reason, new Date(nowMs));
    await stores.audit.record({ actorId, action: 'account.suspended', subject: handle, detail: reason });
    const effects = await leaveEverywhere(stores, id, nowMs);
    return { result: await loadChanged(stores, id), effects };
  };
}

export function unsuspend(typed: string): Change<AdminPerson> {
  return async (stores, { actorId }) => {
    const { id, handle, isSuspended } = await claimAccount(stores, typed);
    if (!isSuspended) throw new AppError('wrong_state', { detail: 'The account is not suspended.' });
    await stores.adminPeople.unsuspend(id);
    await stores.audit.record({ actorId, action: 'account.unsuspended', subject: handle, detail: '' });
    return { result: await loadChanged(stores, id), effects: await tellAll(stores, id) };
  };
}

/** On the command line only (ADM-14). */
export function makeAdmin(typed: string): Change<AdminPerson> {
  return async (stores, { actorId }) => {
    const { id, handle, isAdmin, isSuspended } = await claimAccount(stores, typed);
    if (isAdmin) throw new AppError('wrong_state', { detail: 'The account is an administrator already.' });
    if (isSuspended) throw new AppError('wrong_state', { detail: 'The account is suspended.' });
    await stores.adminPeople.makeAdmin(id);
    await stores.audit.record({ actorId, action: 'admin.made', subject: handle, detail: '' });
    return { result: await loadChanged(stores, id), effects: [accountChanged(id)] };
  };
}

/** For an administrator who has lost every factor; on the command line only (ADM-7). */
export function resetSecondFactor(typed: string): Change<AdminPerson> {
  return async (stores, { actorId }) => {
    const { id, handle } = await claimAccount(stores, typed);
    await stores.secondFactors.removeAll(id);
    await stores.secondFactors.lower(id);
    await stores.audit.record({ actorId, action: 'factor.reset', subject: handle, detail: '' });
    return { result: await loadChanged(stores, id), effects: [] };
  };
}
