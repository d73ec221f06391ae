import type { AccountId, Me } from '@parley/protocol';
import type { Ports, Stores } from '../ports.ts';

/** One's own account, with what this server can do for it; undefined where it is gone. */
export async function loadMe(
  { hasRelay }: Pick<Ports, 'hasRelay'>,
  stores: Pick<Stores, 'accounts'>,
  accountId: AccountId,
): Promise<Me | undefined> {
  const account = await stores.accounts.load(accountId);
  return account && { ...account, relayAvailable: hasRelay };
}
