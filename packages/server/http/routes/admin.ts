import { normalizeHandle } from '@parley/protocol';
import type { Profile } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Ports, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';
import { accountChanged, conversationsChanged } from './announce.ts';

/** ACC-10. The badge can open or close calls to everybody the person talks with, and all of them see it. */
async function setVerified(
  ports: Pick<Ports, 'transaction' | 'run'>,
  viewer: Viewer,
  typed: string,
  verifiedAt: Date | null,
): Promise<Profile | AppError> {
  const handle = normalizeHandle(typed);
  const { profile, effects } = await ports.transaction(async (stores) => {
    const accountId = await stores.people.findId(handle);
    if (accountId === undefined) throw new AppError('not_found');
    await stores.accounts.saveVerified(accountId, verifiedAt);
    const peers = await stores.people.listPeers(accountId);
    return {
      profile: await stores.people.loadProfile(viewer.accountId, handle),
      effects: [accountChanged(accountId), ...conversationsChanged(accountId, peers, 'both')],
    };
  });
  ports.run(effects);
  return profile ?? new AppError('not_found');
}

export const grantVerified: Handler<'grantVerified'> = async (ports, { viewer, params }) =>
  await setVerified(ports, viewer, params.handle, new Date(ports.clock()));

export const removeVerified: Handler<'removeVerified'> = async (ports, { viewer, params }) =>
  await setVerified(ports, viewer, params.handle, null);
