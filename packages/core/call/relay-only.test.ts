import type { IceCandidate, OfferSignal, Signal } from '@parley/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRelayOnly, namesNoAddress, toAddressless, toRelayOnly } from './relay-only.ts';

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
const offer = (...lines: string[]): OfferSignal => ({
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

/** What a browser offers before it gathers. */
const UNGATHERED = [
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  'c=IN IP4 0.0.0.0',
  'c=IN IP6 ::',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=rtcp:9',
  'a=rtcp-mux',
  'a=rtcp-fb:111 transport-cc',
  'a=ice-ufrag:abcd',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 AA:BB',
  'a=x-note:no candidate here',
];
const NAMING: Record<string, string> = {
  ...Object.fromEntries(Object.entries(REVEALING).map(([what, line]) => [what, `a=${line}`])),
  'the relay': `a=${RELAY}`,
  'the relay, barely': `a=${BARE}`,
  'spaces around the sign': `  a =\t${RELAY}`,
  capitals: `A=${RELAY.toUpperCase()}`,
  'that there are no more': 'a=end-of-candidates',
  'a default address': 'c=IN IP4 203.0.113.7',
  'a default address of the relay': 'c=IN IP4 192.0.2.1',
  'one of IPv6': 'c=IN IP6 2001:db8::7',
  'a name': 'c=IN IP4 laptop.example',
  'a default address, with spaces': ' c = IN  IP4  203.0.113.7 ',
  'a default address, in small letters': 'C=in ip4 203.0.113.7',
  'one behind nowhere': 'c=IN IP4 0.0.0.0 203.0.113.7',
  'one that begins as nowhere': 'c=IN IP4 0.0.0.0.example',
  'a default address of RTCP': 'a=rtcp:50000 IN IP4 203.0.113.7',
  'one of RTCP, with spaces and capitals': '\tA = RTCP : 9  in IP6  2001:db8::7',
};
/** Also where a line ends oddly, and it is the first or the last. */
const everywhere = (line: string): OfferSignal[] =>
  ['\r\n', '\n', '\r', '\r\r\n', '\n\n'].flatMap((end) =>
    [
      [line, 'v=0', 'a=mid:0'],
      ['v=0', line, 'a=mid:0'],
      ['v=0', 'a=mid:0', line],
    ].map((lines) => ({ ...offer(), sdp: lines.join(end) })),
  );

describe('what is offered to all the callee’s devices while it rings', () => {
  test('CALL-38: passes as a browser makes it before it gathers, and is left as it is', () => {
    expect(namesNoAddress(offer(...UNGATHERED))).toBe(true);
    expect(toAddressless(offer(...UNGATHERED))).toEqual(offer(...UNGATHERED));
    for (const one of UNGATHERED.flatMap(everywhere)) expect(namesNoAddress(one), one.sdp).toBe(true);
  });

  test.each(Object.entries(NAMING))('CALL-38: names no way, however it is written: %s', (_what, line) => {
    for (const one of everywhere(line)) {
      expect(namesNoAddress(one), one.sdp).toBe(false);
      const kept = toAddressless(one);
      expect(namesNoAddress(kept)).toBe(true);
      expect(kept.sdp).not.toMatch(/candidate|203\.0|192\.0|2001|10\.0\.0|example/i);
      // The rest stays, and with it what is no part of the description.
      expect(kept).toEqual({ ...one, sdp: kept.sdp });
      expect(kept.sdp.split('\r\n')).toEqual(expect.arrayContaining(['v=0', 'a=mid:0']));
    }
  });

  test('CALL-38: only the lines that name one go, and a default path leads nowhere', () => {
    const told = offer('c=IN IP6 2001:db8::7', 'a=rtcp:50000 IN IP4 203.0.113.7', `a=${RELAY}`, 'a=rtcp-mux');
    const nowhere = offer('c=IN IP4 0.0.0.0', 'a=rtcp:9 IN IP4 0.0.0.0', 'a=rtcp-mux');
    expect(toAddressless(told)).toEqual(nowhere);
  });

  test('CALL-38: what is stripped always passes, and twice is once', () => {
    const line = fc.oneof(
      fc.constantFrom(...UNGATHERED, ...Object.values(NAMING)),
      fc.string(),
      fc.string().map((text) => `c=IN IP4 ${text}`),
      fc.string().map((text) => `a=rtcp:9 IN IP4 ${text}`),
      fc.string().map((text) => ` a = candidate${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const stripped = toAddressless(offer(...lines));
        expect(namesNoAddress(stripped)).toBe(true);
        expect(toAddressless(stripped)).toEqual(stripped);
        expect(isRelayOnly(stripped)).toBe(true);
      }),
    );
  });
});
