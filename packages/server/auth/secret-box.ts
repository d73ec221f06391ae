import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM: a nonce of 96 random bits, then a tag of 128, then the content. */
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Closes a small secret, so that a copy of the database alone does not open it (ADM-4).
 *
 * @param key 32 bytes, derived from the server's secret
 * @param owner whose it is: a box that was moved to another row does not open
 */
export function closeBox(key: Buffer, owner: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The content of a box; undefined where it was closed with another key, for another owner, or is torn. */
export function openBox(key: Buffer, owner: string, box: Uint8Array): Buffer | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = box.subarray(0, NONCE_BYTES);
  const opener = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  opener.setAAD(Buffer.from(owner));
  opener.setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([opener.update(box.subarray(NONCE_BYTES + TAG_BYTES)), opener.final()]);
  } catch {
    return undefined;
  }
}
