import type { AccountId } from '@parley/protocol';
import type { Effect } from '../ports.ts';
import type { Peer } from '../store/relations.ts';

/** What an account's own devices hear when its settings or name have changed. */
export function accountChanged(accountId: AccountId): Effect {
  return { kind: 'deliver', to: { accountId }, frame: { type: 'account.changed' } };
}

/**
 * Tells who sees a conversation of `accountId` that it looks different now, so that the phone icon, the folder or
 * the name follows without a reload (CON-11).
 */
export function conversationsChanged(
  accountId: AccountId,
  peers: readonly Peer[],
  who: 'peers' | 'both',
): Effect[] {
  return peers.flatMap(({ conversationId, peerId }) =>
    (who === 'both' ? [accountId, peerId] : [peerId]).map((viewerId): Effect => ({
      kind: 'deliver',
      to: { accountId: viewerId },
      frame: { type: 'conversation.changed', conversationId },
    })),
  );
}
