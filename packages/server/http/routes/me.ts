import type { Me } from '@parley/protocol';
import { loadMe } from '../../auth/load-me.ts';
import type { MePorts } from '../../auth/load-me.ts';
import { AppError } from '../../error.ts';
import type { Ports, Stores, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';
import { accountChanged, conversationsChanged } from '../../commands/announce.ts';

export const getMe: Handler<'getMe'> = async (ports, { viewer }) =>
  (await loadMe(ports, ports.stores, viewer)) ?? new AppError('unauthenticated');

/** Changes one's own account, then tells one's devices and everybody one has a conversation with. */
async function changeMe(
  ports: Pick<Ports, 'transaction' | 'run'> & MePorts,
  viewer: Viewer,
  change: (stores: Stores) => Promise<void>,
): Promise<Me | AppError> {
  const { accountId } = viewer;
  const { me, peers } = await ports.transaction(async (stores) => {
    await change(stores);
    return { me: await loadMe(ports, stores, viewer), peers: await stores.people.listPeers(accountId) };
  });
  if (me === undefined) return new AppError('unauthenticated');
  ports.run([accountChanged(accountId), ...conversationsChanged(accountId, peers, 'peers')]);
  return me;
}

export const updateMe: Handler<'updateMe'> = async (ports, { viewer, body }) =>
  await changeMe(ports, viewer, (stores) =>
    stores.accounts.saveDisplayName(viewer.accountId, body.displayName),
  );

export const putCallSettings: Handler<'putCallSettings'> = async (ports, { viewer, body }) =>
  await changeMe(ports, viewer, (stores) => stores.accounts.saveCallSettings(viewer.accountId, body));

export const putCallPrivacy: Handler<'putCallPrivacy'> = async (ports, { viewer, body }) =>
  await changeMe(ports, viewer, (stores) => stores.accounts.saveCallPrivacy(viewer.accountId, body));
