import type { Me } from '@parley/protocol';
import type { Ports, Stores, Viewer } from '../ports.ts';

/** What one's own account depends on beside the account. */
export type MePorts = Pick<Ports, 'hasRelay' | 'policy' | 'rollout'>;

/** One's own account as it looks on that platform, with what this server can do for it; undefined where it is gone. */
export async function loadMe(
  { hasRelay, policy, rollout }: MePorts,
  stores: Pick<Stores, 'accounts' | 'rollout'>,
  { accountId, platform }: Pick<Viewer, 'accountId' | 'platform'>,
): Promise<Me | undefined> {
  const account = await stores.accounts.load(accountId);
  if (account === undefined) return undefined;
  // Told of a change by one node, a client may ask another that has not looked yet (ROLL-9).
  await rollout.catchUp(await stores.rollout.loadVersion(), stores.rollout.load);
  return {
    ...account,
    relayAvailable: hasRelay,
    preconnectAvailable: hasRelay && policy.preconnect,
    placingRequires: policy.placingRequires,
    callsAvailable: (await rollout.platformsOf(accountId)).has(platform),
  };
}
