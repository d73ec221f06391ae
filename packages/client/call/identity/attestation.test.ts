import type { Attestation, CallId, DeviceId, IdentityKey } from '@parley/protocol';
import { Attestation as AttestationSchema } from '@parley/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fakeId } from '../../testing/fake-ports.ts';
import { attest, ATTESTATION_LIFE_MS, verifyAttestation } from './attestation.ts';
import type { AttestedPlace } from './attestation.ts';
import { generateKeyPair, toIdentity } from './key.ts';
import type { DeviceIdentity } from './key.ts';
import { fingerprintOf, sdpOf } from './sdp.fixture.ts';

const NOW_MS = 1_800_000_000_000;
// The test's own ids; the brands say what they name.
const PLACE: AttestedPlace = {
  kind: 'offer',
  callId: fakeId(1, 'a') as CallId,
  fromDeviceId: fakeId(2, 'a') as DeviceId,
  to: fakeId(3, 'a') as DeviceId,
  connection: 1,
  negotiation: 1,
};

let ann: DeviceIdentity;
let mallory: DeviceIdentity;
let genuine: Attestation;

beforeAll(async () => {
  ann = await toIdentity(await generateKeyPair());
  mallory = await toIdentity(await generateKeyPair());
  genuine = await attest(ann, PLACE, sdpOf(), NOW_MS);
});

const verify = async (
  change: {
    attestation?: Partial<Attestation>;
    place?: Partial<AttestedPlace>;
    sdp?: string;
    nowMs?: number;
    key?: IdentityKey;
  } = {},
) => {
  const { attestation, place, sdp = sdpOf(), nowMs = NOW_MS, key = ann.publicKey } = change;
  const verdict = await verifyAttestation(
    { ...genuine, ...attestation },
    { ...PLACE, ...place },
    sdp,
    nowMs,
    key,
  );
  return verdict.ok ? 'ok' : verdict.why;
};

test('CALL-61: what a device signs is known as its own, and fits the wire', async () => {
  expect(await verify()).toBe('ok');
  expect(AttestationSchema.safeParse(genuine).success).toBe(true);
});

describe('CALL-61: every field flipped is refused', () => {
  test.each<[string, Partial<AttestedPlace>]>([
    ['kind', { kind: 'answer' }],
    ['call', { callId: fakeId(9, 'a') as CallId }],
    ['sending device', { fromDeviceId: fakeId(9, 'a') as DeviceId }],
    ['receiving device or account', { to: fakeId(9, 'a') as DeviceId }],
    ['connection', { connection: 2 }],
    ['negotiation', { negotiation: 2 }],
    ['the two devices swapped', { fromDeviceId: PLACE.to as DeviceId, to: PLACE.fromDeviceId }],
    ['connection and negotiation run together', { connection: 11, negotiation: 0 }],
  ])('replayed elsewhere: %s', async (_what, place) => {
    expect(await verify({ place })).toBe('signature');
  });

  test('another certificate, another ufrag', async () => {
    expect(await verify({ sdp: sdpOf({ fingerprint: fingerprintOf('A2') }) })).toBe('signature');
    expect(await verify({ sdp: sdpOf({ ufrag: 'uFr5' }) })).toBe('signature');
  });

  test('another time', async () => {
    expect(await verify({ attestation: { atMs: NOW_MS + 1 } })).toBe('signature');
  });

  test('each character of the signature and of the key', async () => {
    const flip = (text: string, at: number): string =>
      text.slice(0, at) + (text[at] === 'A' ? 'Q' : 'A') + text.slice(at + 1);
    for (let at = 0; at < genuine.signature.length; at += 1) {
      expect(await verify({ attestation: { signature: flip(genuine.signature, at) } })).toBe('signature');
    }
    for (let at = 0; at < genuine.key.length; at += 1) {
      const key = flip(genuine.key, at);
      expect(await verify({ attestation: { key }, key })).toBe('signature');
    }
  });
});

test('CALL-61: 120 s old or ahead is still good, a millisecond more is expired', async () => {
  for (const way of [1, -1]) {
    expect(await verify({ nowMs: NOW_MS + way * ATTESTATION_LIFE_MS })).toBe('ok');
    expect(await verify({ nowMs: NOW_MS + way * (ATTESTATION_LIFE_MS + 1) })).toBe('expired');
  }
  expect(ATTESTATION_LIFE_MS).toBe(120_000);
  expect(await verify({ nowMs: Number.NaN })).toBe('expired');
});

test('CALL-63: a key other than the expected one is refused, however well it signs', async () => {
  const foreign = await attest(mallory, PLACE, sdpOf(), NOW_MS);
  expect(await verifyAttestation(foreign, PLACE, sdpOf(), NOW_MS, ann.publicKey)).toEqual({
    ok: false,
    why: 'key',
  });
  // Nothing was expected: that is a first meeting, which the emoji are for.
  expect(await verifyAttestation(foreign, PLACE, sdpOf(), NOW_MS)).toEqual({ ok: true });
  // A foreign key under her name.
  expect(await verify({ attestation: { signature: foreign.signature } })).toBe('signature');
});

test('CALL-61: what is no key and no signature is refused, not thrown', async () => {
  const key = 'A'.repeat(87);
  expect(await verify({ attestation: { key }, key })).toBe('signature');
  expect(await verify({ attestation: { key: '', signature: '' }, key: '' })).toBe('signature');
  expect(await verify({ attestation: { signature: '*' } })).toBe('signature');
});

test('CALL-62: a description with two fingerprints is refused before its signature is looked at', async () => {
  expect(await verify({ sdp: `${sdpOf()}a=fingerprint:${fingerprintOf('B2')}\r\n` })).toBe('sdp');
});

test('CALL-62: no such description is signed', async () => {
  await expect(attest(ann, PLACE, 'v=0\r\n', NOW_MS)).rejects.toThrow(TypeError);
});

test('CALL-61: candidates, codecs and the order of lines may differ from what was signed', async () => {
  const candidate =
    'a=candidate:1 1 udp 41885439 127.0.0.1 50000 typ relay raddr 0.0.0.0 rport 0 generation 0';
  expect(await verify({ sdp: `${sdpOf()}${candidate}\r\n` })).toBe('ok');
  expect(
    await verify({ sdp: sdpOf().replace('a=rtpmap:111', 'a=fmtp:111 useinbandfec=1\r\na=rtpmap:111') }),
  ).toBe('ok');
  expect(await verify({ sdp: sdpOf({ pwd: 'another' }) })).toBe('ok');
  expect(await verify({ sdp: sdpOf().replaceAll('\r\n', '\n') })).toBe('ok');
});

test('CALL-61: no two places have the same signature', async () => {
  const id = fc.uuid();
  const place = fc.record({
    kind: fc.constantFrom('offer' as const, 'answer' as const),
    callId: id.map((one) => one as CallId),
    fromDeviceId: fc.oneof(id, fc.string()).map((one) => one as DeviceId),
    to: fc.oneof(id, fc.string()).map((one) => one as DeviceId),
    connection: fc.integer({ min: 1, max: 30 }),
    negotiation: fc.integer({ min: 0, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(place, place, async (here, there) => {
      fc.pre(JSON.stringify(here) !== JSON.stringify(there));
      const attestation = await attest(ann, here, sdpOf(), NOW_MS);
      expect(await verifyAttestation(attestation, here, sdpOf(), NOW_MS)).toEqual({ ok: true });
      expect(await verifyAttestation(attestation, there, sdpOf(), NOW_MS)).toEqual({
        ok: false,
        why: 'signature',
      });
    }),
    { numRuns: 60 },
  );
});
