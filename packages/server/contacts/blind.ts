import type { AccountId } from '@parley/protocol';
import { createKeyedHash } from './keyed-hash.ts';
import { suggestionDelayMs } from './suggestion-delay.ts';

/** What the server knows of identifiers without knowing them: everything here hangs on its secret (BOOK-6). */
export interface Blind {
  /** What stands in the database for a number or address in its normal form. */
  hash: (identifier: string) => Buffer;
  /** What stands there for a code, bound to the account and identifier that it was made for. */
  hashCode: (accountId: AccountId, hash: Buffer, code: string) => Buffer;
  /** BOOK-15 */
  suggestionDelayMs: (one: AccountId, other: AccountId) => number;
}

/** The keyed hashes of a server. */
export function createBlind(secret: Buffer): Blind {
  const hash = createKeyedHash(secret, 'identifier-hash');
  const codeHash = createKeyedHash(secret, 'code-hash');
  const delayHash = createKeyedHash(secret, 'suggestion-delay');
  return {
    hash,
    hashCode: (accountId, identifier, code) => codeHash(`${accountId} ${identifier.toString('hex')} ${code}`),
    suggestionDelayMs: (one, other) => suggestionDelayMs(delayHash, one, other),
  };
}
