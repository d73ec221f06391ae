import { normalizeHandle } from '@parley/protocol';
import { leaveEverywhere } from '../../commands/account-leave.ts';
import { endPayments } from '../../commands/plan-change.ts';
import { AppError } from '../../error.ts';
import type { Ports } from '../../ports.ts';
import type { DeletionProof } from '../../store/deletion.ts';
import type { Handler } from '../endpoint.ts';

/** What others' threads show in the place of a name from then on. */
const NAME_AFTER = 'Deleted account';

async function isConfirmed(
  { passwords }: Pick<Ports, 'passwords'>,
  proof: DeletionProof,
  typed: string,
): Promise<boolean> {
  if (proof.isDemo) return normalizeHandle(typed) === proof.handle;
  return await passwords.verify(proof.passwordHash, typed);
}

/** All or nothing, and for good (ACC-12, ACC-13). Others keep the threads, under a name that says that nobody is there. */
export const deleteMe: Handler<'deleteMe'> = async (ports, { viewer, body, address, cookie }) => {
  const { accountId } = viewer;
  const proof = await ports.stores.deletion.loadProof(accountId);
  if (proof === undefined) return new AppError('unauthenticated');
  await ports.rateLimits.signIn(proof.handle, address);
  if (!(await isConfirmed(ports, proof, body.confirm))) return new AppError('wrong_credentials');
  await ports.rateLimits.signedIn(proof.handle, address);

  const effects = await ports.transaction(async (stores) => {
    if (await stores.deletion.isLastAdmin(accountId)) throw new AppError('last_admin');
    const nowMs = ports.clock();
    const customerId = await stores.plans.claimCustomer(accountId);
    if (customerId !== undefined) await endPayments(stores, customerId);
    if (!(await stores.deletion.erase(accountId, NAME_AFTER, new Date(nowMs))))
      throw new AppError('unauthenticated');
    return await leaveEverywhere(stores, accountId, nowMs);
  });
  ports.run(effects);
  cookie.clear();
  return {};
};
