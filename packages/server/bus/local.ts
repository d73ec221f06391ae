import type { AccountId } from '@parley/protocol';
import type { Bus, Envelope } from '../ports.ts';

/** The bus of a single node: calls the listeners of the account at once. */
export function createLocalBus(): Bus {
  const listeners = new Map<AccountId, Set<(envelope: Envelope) => void>>();
  return {
    publish(accountId, envelope) {
      for (const listener of listeners.get(accountId) ?? []) listener(envelope);
    },
    subscribe(accountId, listener) {
      const ofAccount = listeners.get(accountId) ?? new Set();
      listeners.set(accountId, ofAccount.add(listener));
      return () => {
        ofAccount.delete(listener);
        if (ofAccount.size === 0 && listeners.get(accountId) === ofAccount) listeners.delete(accountId);
      };
    },
    isReady: async () => true,
    async close() {
      listeners.clear();
    },
  };
}
