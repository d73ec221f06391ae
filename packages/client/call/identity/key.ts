import type { IdentityKey } from '@parley/protocol';
import { fromBase64Url, toBase64Url, toBytes } from './encoding.ts';

/** P-256 rather than Ed25519: every browser that can call has it. */
const KIND = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** What this device signs with. The private half cannot be read, not even by this page (CALL-60). */
export interface DeviceIdentity {
  readonly publicKey: IdentityKey;
  /** A base64url signature of the text. */
  sign: (text: string) => Promise<string>;
}

export async function generateKeyPair(): Promise<CryptoKeyPair> {
  // The public half can be exported all the same (Web Cryptography, 13.1).
  return await crypto.subtle.generateKey(KIND, false, ['sign', 'verify']);
}

export async function toIdentity({ privateKey, publicKey }: CryptoKeyPair): Promise<DeviceIdentity> {
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  return {
    publicKey: toBase64Url(raw),
    sign: async (text) => toBase64Url(await crypto.subtle.sign(SIGNING, privateKey, toBytes(text))),
  };
}

/** Undefined for what is no point of the curve. */
export async function importPublicKey(key: IdentityKey): Promise<CryptoKey | undefined> {
  const raw = fromBase64Url(key);
  if (raw === undefined) return undefined;
  return await crypto.subtle.importKey('raw', raw, KIND, false, ['verify']).catch(() => undefined);
}
