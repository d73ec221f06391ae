import { createHmac } from 'node:crypto';
import { deriveKey } from '../auth/secret.ts';

/** HMAC-SHA256 under a key of its own purpose. */
export type KeyedHash = (text: string) => Buffer;

/** The labels keep the purposes apart: a hash made for one says nothing about another. */
type HashPurpose = 'identifier-hash' | 'code-hash' | 'suggestion-delay';

/** BOOK-6: the key comes from the server's secret, so who has only the database cannot try out numbers. */
export function createKeyedHash(secret: Buffer, purpose: HashPurpose): KeyedHash {
  const key = deriveKey(secret, purpose);
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest();
}
