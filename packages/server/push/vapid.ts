import { createECDH } from 'node:crypto';
import { deriveKey } from '../auth/secret.ts';

/** How this server shows push services that it is the one that a device has subscribed to (RFC 8292). */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

function toKeys(privateKey: Buffer): VapidKeys | undefined {
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(privateKey);
  } catch {
    return undefined;
  }
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
}

/** The same keys for the same secret: devices stay subscribed over every restart, and on every node. */
export function deriveVapidKeys(secret: Buffer): VapidKeys {
  for (let attempt = 0; ; attempt += 1) {
    const keys = toKeys(deriveKey(secret, attempt === 0 ? 'vapid' : `vapid ${attempt}`));
    // One candidate in four thousand million is no number below the order of the curve.
    if (keys !== undefined) return keys;
  }
}
