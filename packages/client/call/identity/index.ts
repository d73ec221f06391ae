/**
 * Encryption that can be checked (docs/spec/encryption.md): this device's key, signed descriptions, four emoji, and the
 * keys that people were met with.
 */
export { attest, verifyAttestation } from './attestation.ts';
export type { AttestedPlace } from './attestation.ts';
export { EmojiCommit, EmojiReveal } from './emoji-messages.ts';
export type { EmojiMessage } from './emoji-messages.ts';
export { EmojiExchange } from './emoji-exchange.ts';
export { createIdentities } from './identities.ts';
export type { DeviceIdentity } from './key.ts';
export { Pins } from './pins.ts';
export { readSdpIdentity } from './sdp-identity.ts';
export { createMemoryIdentityStorage } from './storage.ts';
