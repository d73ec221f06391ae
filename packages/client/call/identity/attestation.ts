import type { AccountId, Attestation, CallId, DeviceId, IdentityKey } from '@parley/protocol';
import { fromBase64Url, joinFields, toBytes } from './encoding.ts';
import { importPublicKey, SIGNING } from './key.ts';
import type { DeviceIdentity } from './key.ts';
import { readSdpIdentity } from './sdp-identity.ts';
import type { SdpIdentity } from './sdp-identity.ts';

/** Older or younger than this by the server's clock, in milliseconds, an attestation is worth nothing (CALL-61). */
export const ATTESTATION_LIFE_MS = 120_000;

/** Where a description belongs. Signed with it, so that it counts nowhere else. */
export interface AttestedPlace {
  kind: 'offer' | 'answer';
  callId: CallId;
  fromDeviceId: DeviceId;
  /** The other device; of an offer to whichever device of a person's will answer, their account. */
  to: DeviceId | AccountId;
  connection: number;
  negotiation: number;
}

/**
 * `signature`: not signed by the key it names, or something of it was changed. `expired`: too old, or of the future.
 * `key`: another key than the one expected here. `sdp`: no single fingerprint and ufrag stand in the description.
 */
export type AttestationVerdict = { ok: true } | { ok: false; why: 'signature' | 'expired' | 'key' | 'sdp' };

function textOf(place: AttestedPlace, { fingerprint, ufrag }: SdpIdentity, atMs: number): string {
  const { kind, callId, fromDeviceId, to, connection, negotiation } = place;
  return joinFields(
    'parley-call-1',
    kind,
    callId,
    fromDeviceId,
    to,
    connection,
    negotiation,
    fingerprint,
    ufrag,
    atMs,
  );
}

/**
 * Signs an own offer or answer, as it is about to be sent: candidates may be added to it, nothing else changed.
 *
 * @param nowMs the server's clock
 * @throws TypeError where the description has no single fingerprint and ufrag; no browser makes such a one
 */
export async function attest(
  identity: DeviceIdentity,
  place: AttestedPlace,
  sdp: string,
  nowMs: number,
): Promise<Attestation> {
  const found = readSdpIdentity(sdp);
  if (found === undefined) throw new TypeError('the description has no single fingerprint and ufrag');
  const atMs = Math.round(nowMs);
  return { key: identity.publicKey, atMs, signature: await identity.sign(textOf(place, found, atMs)) };
}

/**
 * Did the device whose key the attestation names make this description, for this place, just now? To be asked before
 * `setRemoteDescription`, of every offer and answer (CALL-61). Never throws.
 *
 * @param place as this device knows it, never as the frame claims it: `fromDeviceId` is the sender that the server
 *   names, `to` this device, or this account
 * @param nowMs the server's clock
 * @param expectedKey what `call.prepare` named or an earlier description on this call from that device was signed with;
 *   undefined: any, which is then to be expected from here on
 */
export async function verifyAttestation(
  attestation: Attestation,
  place: AttestedPlace,
  sdp: string,
  nowMs: number,
  expectedKey?: IdentityKey,
): Promise<AttestationVerdict> {
  const found = readSdpIdentity(sdp);
  if (found === undefined) return { ok: false, why: 'sdp' };
  if (expectedKey !== undefined && attestation.key !== expectedKey) return { ok: false, why: 'key' };
  const ageMs = Math.abs(nowMs - attestation.atMs);
  // Written so that an age that is no number is refused too.
  if (!(ageMs <= ATTESTATION_LIFE_MS)) return { ok: false, why: 'expired' };
  const signature = fromBase64Url(attestation.signature);
  const key = await importPublicKey(attestation.key);
  if (key === undefined || signature === undefined) return { ok: false, why: 'signature' };
  const text = toBytes(textOf(place, found, attestation.atMs));
  const ok = await crypto.subtle.verify(SIGNING, key, signature, text);
  return ok ? { ok } : { ok: false, why: 'signature' };
}
