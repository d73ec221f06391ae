import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

const SALT_BYTES = 16;
const RECORD_SIZE_BYTES = 4;
const TAG_BYTES = 16;
/** The padding delimiter of the last record (RFC 8188, section 2). */
const LAST_RECORD = 2;

/** The keys of a browser's subscription: what it tells the server, and a way to read what is encrypted to them. */
export interface SubscriptionKeys {
  p256dh: string;
  auth: string;
  /** Throws where the message is not one record of aes128gcm to these keys (RFC 8291). */
  decrypt: (message: Buffer) => Buffer;
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}

/** Written from RFC 8188 and 8291, not with the library that encrypts. */
export function createSubscriptionKeys(): SubscriptionKeys {
  const curve = createECDH('prime256v1');
  const ownKey = curve.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: ownKey.toString('base64url'),
    auth: auth.toString('base64url'),
    decrypt(message) {
      const salt = message.subarray(0, SALT_BYTES);
      const idAt = SALT_BYTES + RECORD_SIZE_BYTES + 1;
      const idLength = message[idAt - 1] ?? 0;
      const senderKey = message.subarray(idAt, idAt + idLength);
      const record = message.subarray(idAt + idLength);
      const shared = curve.computeSecret(senderKey);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), ownKey, senderKey]);
      const input = derive(shared, auth, info, 32);
      const key = derive(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = derive(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(record.subarray(-TAG_BYTES));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
      const end = padded.lastIndexOf(LAST_RECORD);
      if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0))
        throw new Error('not the last record');
      return padded.subarray(0, end);
    },
  };
}
