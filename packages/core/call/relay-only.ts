import type { OfferSignal, Signal } from '@parley/protocol';

/** A candidate of a relay's (RFC 8839, section 5.1), words and nothing but single spaces between them. */
const RELAY_CANDIDATE = /^candidate:\S+ \d+ \S+ \d+ \S+ \d+ typ relay(?: \S+)*$/;
/** Where the pairs of a name and a value begin, behind `typ relay`. */
const FIRST_NAME = 8;
const NOWHERE = new Set(['0.0.0.0', '::']);
const NO_PORT = new Set(['0', '9']);

/** However lines end and wherever they have spaces: a reader at the other side may be as lenient. */
const LINE_END = /\r\n|\r|\n/;
const CANDIDATE_LINE = /^\s*a\s*=\s*candidate/i;
/** The default path of a description: an address that is a candidate by another name. */
const DEFAULT_ADDRESS = /^(c=|a=rtcp:\d+ )IN IP[46] \S+$/;

/** A value of a candidate, or what says as little where it is its owner's own address, as the relay sees it. */
function blankOwn(name: string | undefined, value: string): string {
  if (name?.toLowerCase() === 'raddr') return NOWHERE.has(value) ? value : '0.0.0.0';
  if (name?.toLowerCase() === 'rport') return NO_PORT.has(value) ? value : '0';
  return value;
}

/** The candidate without its owner's own address; undefined where it is none of a relay's. */
function toRelayCandidate(candidate: string): string | undefined {
  if (!RELAY_CANDIDATE.test(candidate)) return undefined;
  const words = candidate.split(' ');
  return words.map((word, at) => (at > FIRST_NAME ? blankOwn(words[at - 1], word) : word)).join(' ');
}

/** The empty candidate says that there are no more (RFC 8838, section 14). */
function isHarmless(candidate: string): boolean {
  return candidate === '' || toRelayCandidate(candidate) === candidate;
}

function toRelayLine(line: string): string | undefined {
  if (!CANDIDATE_LINE.test(line)) return line.replace(DEFAULT_ADDRESS, '$1IN IP4 0.0.0.0');
  const candidate = toRelayCandidate(line.replace(/^a=/, ''));
  return candidate && `a=${candidate}`;
}

/** Lines that name a way or say that all are named, however they are written. */
const WAY_LINE = /^\s*a\s*=\s*(?:end-of-)?candidate/i;
const CONNECTION_LINE = /^\s*c\s*=/i;
const CONNECTION_NOWHERE = /^\s*c\s*=\s*IN\s+IP[46]\s+(?:0\.0\.0\.0|::)\s*$/i;
const RTCP_LINE = /^\s*a\s*=\s*rtcp\s*:/i;
/** A port alone, or one at no address. */
const RTCP_NOWHERE = /^\s*a\s*=\s*rtcp\s*:\s*\d+(?:\s+IN\s+IP[46]\s+(?:0\.0\.0\.0|::))?\s*$/i;

/** The line without an address; undefined where it says nothing else. */
function toAddresslessLine(line: string): string | undefined {
  if (WAY_LINE.test(line)) return undefined;
  if (CONNECTION_LINE.test(line) && !CONNECTION_NOWHERE.test(line)) return 'c=IN IP4 0.0.0.0';
  if (RTCP_LINE.test(line) && !RTCP_NOWHERE.test(line)) return 'a=rtcp:9 IN IP4 0.0.0.0';
  return line;
}

function isHarmlessLine(line: string): boolean {
  return !CANDIDATE_LINE.test(line) || (line.startsWith('a=') && isHarmless(line.slice(2)));
}

/**
 * Tells whether a signal names no way to its sender but the relay (PRIV-7): the server passes no other in a relayed
 * call.
 */
export function isRelayOnly(signal: Signal): boolean {
  switch (signal.kind) {
    case 'offer':
    case 'answer':
      return signal.sdp.split(LINE_END).every(isHarmlessLine);
    case 'candidates':
      return signal.candidates.every(({ candidate }) => isHarmless(candidate));
    case 'restart':
    case 'resume':
      return true;
  }
}

/** The signal without every candidate and address that is not the relay's (PRIV-7): a device sends no other. */
export function toRelayOnly(signal: Signal): Signal {
  switch (signal.kind) {
    case 'offer':
    case 'answer': {
      const lines = signal.sdp.split(LINE_END).flatMap((line) => toRelayLine(line) ?? []);
      return { ...signal, sdp: lines.join('\r\n') };
    }
    case 'candidates': {
      const candidates = signal.candidates.flatMap((one) => {
        const candidate = toRelayCandidate(one.candidate);
        return candidate === undefined ? [] : [{ ...one, candidate }];
      });
      return { ...signal, candidates };
    }
    case 'restart':
    case 'resume':
      return signal;
  }
}

/**
 * Tells whether an offer names no way to its sender at all, not even through the relay, as one that a browser makes
 * before it gathers: the server shows no other to all the callee's devices while it rings (CALL-38).
 */
export function namesNoAddress({ sdp }: Pick<OfferSignal, 'sdp'>): boolean {
  return sdp.split(LINE_END).every((line) => toAddresslessLine(line) === line);
}

/** The offer without every candidate and address (CALL-38): the candidates follow it once a device has answered. */
export function toAddressless(signal: OfferSignal): OfferSignal {
  const lines = signal.sdp.split(LINE_END).flatMap((line) => toAddresslessLine(line) ?? []);
  return { ...signal, sdp: lines.join('\r\n') };
}
