import type { IceCandidate, Signal } from '@parley/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRelayOnly, toRelayOnly } from './relay-only.ts';

const RELAY = 'candidate:1 1 udp 41885439 192.0.2.1 49170 typ relay raddr 0.0.0.0 rport 0 generation 0';
const BARE = 'candidate:1 1 udp 41885439 192.0.2.1 49170 typ relay';
/** A relay's, but with the owner's own address beside it, as some browsers write it. */
const TELLING =
  'candidate:1 1 udp 41885439 192.0.2.1 49170 typ relay raddr 203.0.113.7 rport 50123 generation 0';

const REVEALING: Record<string, string> = {
  host: 'candidate:1 1 udp 2122260223 10.0.0.7 50000 typ host generation 0',
  'a name of the local network': 'candidate:1 1 udp 2122260223 0b6c.local 50000 typ host',
  srflx: 'candidate:1 1 udp 1686052607 203.0.113.7 50000 typ srflx raddr 10.0.0.7 rport 50000',
  prflx: 'candidate:1 1 udp 1686052607 203.0.113.7 50000 typ prflx raddr 10.0.0.7 rport 50000',
  'host over TCP': 'candidate:1 1 tcp 1518280447 10.0.0.7 9 typ host tcptype active',
  'a host that mentions a relay': 'candidate:1 1 udp 1 10.0.0.7 50000 typ host x typ relay',
  'a second type': 'candidate:1 1 udp 1 10.0.0.7 50000 typ  relay',
  'a tab that hides an address': 'candidate:1 1 udp 1 192.0.2.1 1 typ relay\traddr 10.0.0.7 rport 1',
  'another line behind it': `${RELAY}\r\na=candidate:1 1 udp 1 10.0.0.7 50000 typ host`,
  nonsense: 'candidate',
};

const candidates = (...lines: string[]): Signal => ({
  kind: 'candidates',
  connection: 1,
  negotiation: 1,
  candidates: lines.map((candidate): IceCandidate => ({
    candidate,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  })),
});
const numbers = { connection: 1, negotiation: 1 };
const attestation = { key: 'k'.repeat(87), atMs: 1, signature: 's'.repeat(86) };
const offer = (...lines: string[]): Signal => ({
  kind: 'offer',
  ...numbers,
  attestation,
  sdp: ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ...lines, 'a=mid:0', ''].join('\r\n'),
});
const linesOf = (signal: Signal): string[] =>
  signal.kind === 'candidates'
    ? signal.candidates.map(({ candidate }) => candidate)
    : 'sdp' in signal
      ? signal.sdp.split('\r\n').filter((line) => /candidate|IN IP/.test(line))
      : [];

describe('what a relayed call may say', () => {
  test.each([RELAY, BARE, RELAY.replace('0.0.0.0', '::'), ''])('PRIV-7: passes: "%s"', (line) => {
    expect(isRelayOnly(candidates(line))).toBe(true);
    if (line !== '') expect(isRelayOnly(offer(`a=${line}`))).toBe(true);
  });

  test.each(Object.entries(REVEALING))('PRIV-7: stays here: %s', (_what, line) => {
    expect(isRelayOnly(candidates(RELAY, line))).toBe(false);
    expect(isRelayOnly(offer(`a=${RELAY}`, `a=${line}`))).toBe(false);
    const kept = toRelayOnly(candidates(RELAY, line));
    expect(linesOf(kept)).toEqual([RELAY]);
    expect(linesOf(toRelayOnly(offer(`a=${RELAY}`, `a=${line}`)))).not.toContain(`a=${line}`);
  });

  test('PRIV-7: a relay’s candidate does not tell where its owner is', () => {
    expect(isRelayOnly(candidates(TELLING))).toBe(false);
    expect(linesOf(toRelayOnly(candidates(TELLING)))).toEqual([RELAY]);
    expect(linesOf(toRelayOnly(offer(`a=${TELLING}`)))).toEqual([`a=${RELAY}`]);
  });

  test('PRIV-7: nor does the default path of a description', () => {
    const told = offer('c=IN IP4 203.0.113.7', 'a=rtcp:50000 IN IP6 2001:db8::7');
    expect(linesOf(toRelayOnly(told))).toEqual(['c=IN IP4 0.0.0.0', 'a=rtcp:50000 IN IP4 0.0.0.0']);
  });

  test.each(['\n', '\r', '\r\n'])('PRIV-7: a line that ends in %j is a line', (end) => {
    const sdp = ['v=0', ` a = candidate:1 1 udp 1 10.0.0.7 1 typ host`, 'a=mid:0'].join(end);
    const answer: Signal = { kind: 'answer', ...numbers, attestation, sdp };
    expect(isRelayOnly(answer)).toBe(false);
    expect(toRelayOnly(answer)).toMatchObject({ sdp: 'v=0\r\na=mid:0' });
  });

  test('PRIV-7: what is filtered always passes, and what passes is left alone but for its default path', () => {
    const line = fc.oneof(
      fc.constantFrom(RELAY, BARE, TELLING, ...Object.values(REVEALING)),
      fc.string(),
      fc.string().map((text) => `candidate:${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        for (const signal of [candidates(...lines), offer(...lines.map((one) => `a=${one}`))]) {
          const filtered = toRelayOnly(signal);
          expect(isRelayOnly(filtered)).toBe(true);
          expect(toRelayOnly(filtered)).toEqual(filtered);
        }
      }),
    );
  });

  test.each<[what: string, signal: Signal]>([
    ['a request for a restart', { kind: 'restart', ...numbers }],
    ['a word of what has come', { kind: 'resume', run: 1, have: 3, asks: true }],
  ])('PRIV-7: %s says nothing', (_what, signal) => {
    expect(isRelayOnly(signal)).toBe(true);
    expect(toRelayOnly(signal)).toEqual(signal);
  });
});
