import type { Attestation, OfferSignal, Signal } from '@parley/protocol';

/** Of the right form. The server judges no signature: the device that it is for does. */
const ATTESTATION: Attestation = { key: 'k'.repeat(87), atMs: 1, signature: 's'.repeat(86) };

/** An identity key of the right form. */
export const TEST_KEY = ATTESTATION.key;

/** A candidate of the relay's, and others, as they stand in a description behind `a=`. */
export const CANDIDATES = {
  relay: 'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 0.0.0.0 rport 0',
  host: 'candidate:1 1 udp 1 10.0.0.7 50000 typ host',
  srflx: 'candidate:1 1 udp 1 203.0.113.7 50000 typ srflx raddr 0.0.0.0 rport 0',
  telling: 'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 203.0.113.7 rport 0',
} as const;

/** An offer, with that candidate in its description where one is given. */
export function offerOf(candidate?: string): OfferSignal {
  const lines = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    ...(candidate === undefined ? [] : [`a=${candidate}`]),
  ];
  const sdp = `${lines.join('\r\n')}\r\n`;
  return { kind: 'offer', connection: 1, negotiation: 1, sdp, attestation: ATTESTATION };
}

/** Every signal that can name that candidate. */
export function signalsOf(candidate: string): Signal[] {
  const found = { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
  return [
    { kind: 'candidates', connection: 1, negotiation: 1, candidates: [found] },
    offerOf(candidate),
    { ...offerOf(candidate), kind: 'answer' },
  ];
}

/** What a `call.signal` says beside its call. */
export function said<S extends Signal>(signal: S, seq = 1): { run: number; seq: number; signal: S } {
  return { run: 1, seq, signal };
}
