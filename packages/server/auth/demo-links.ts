import type { AccountId } from '@parley/protocol';
import type { DemoLinks } from '../ports.ts';
import { createToken, hashToken } from './tokens.ts';

/** One-click links, good until the process ends. Nothing is stored, so nothing is left behind to steal. */
export function createDemoLinks(): DemoLinks {
  // By the hash: looking up a hash tells nothing about the token by the time it takes.
  const accounts = new Map<string, AccountId>();
  const keyOf = (token: string): string => hashToken(token).toString('base64url');
  return {
    create(accountId) {
      const token = createToken();
      accounts.set(keyOf(token), accountId);
      return token;
    },
    find: (token) => accounts.get(keyOf(token)),
  };
}
