import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits (ACC-5), in characters that are safe in a cookie, a header and an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead of a token. The token is random, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
