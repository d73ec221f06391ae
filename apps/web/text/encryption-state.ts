import type { CallEncryption } from '@parley/client';

/** What a person is to know of the encryption at this moment. */
export type EncryptionState = 'waiting' | CallEncryption['peerKey'] | 'verified';

/** The most telling first: a verified key needs no emoji, a changed one is told while they are still on their way. */
export function encryptionState({ emoji, peerKey, verified }: CallEncryption): EncryptionState {
  if (verified) return 'verified';
  if (peerKey === 'changed') return 'changed';
  return emoji === undefined ? 'waiting' : peerKey;
}
