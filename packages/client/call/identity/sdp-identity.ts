/** What an offer or answer says of who is at the other end of the encryption. */
export interface SdpIdentity {
  /** `sha-256 AB:CD:…`, upper-case hex: what DTLS will compare with the certificate (RFC 8122). */
  fingerprint: string;
  /** The ICE user name fragment (RFC 8839). */
  ufrag: string;
}

/** What could be read as one of these lines by any parser, however lax. */
const LOOKS_LIKE_FINGERPRINT = /fingerprint/gi;
const LOOKS_LIKE_UFRAG = /ice-ufrag/gi;

const FINGERPRINT = /^a=fingerprint:(sha-256) ([0-9a-f]{2}(?::[0-9a-f]{2}){31})$/i;
const UFRAG = /^a=ice-ufrag:([A-Za-z0-9+/]{4,256})$/;

/**
 * The one fingerprint and the one ufrag of a description, at session or media level.
 *
 * Undefined unless there is at least one of each, all are equal, and nothing else could be taken for one: otherwise a
 * browser might use another line than the one that was signed (CALL-62).
 */
export function readSdpIdentity(sdp: string): SdpIdentity | undefined {
  // Also at a lone carriage return: where browsers see one line or two, the words below are counted all the same.
  const lines = sdp.split(/\r\n|\r|\n/);
  const fingerprints = matchesIn(lines, FINGERPRINT).map(
    ([, hash = '', hex = '']) => `${hash.toLowerCase()} ${hex.toUpperCase()}`,
  );
  const ufrags = matchesIn(lines, UFRAG).map(([, ufrag = '']) => ufrag);
  const fingerprint = onlyOne(fingerprints, countOf(sdp, LOOKS_LIKE_FINGERPRINT));
  const ufrag = onlyOne(ufrags, countOf(sdp, LOOKS_LIKE_UFRAG));
  return fingerprint === undefined || ufrag === undefined ? undefined : { fingerprint, ufrag };
}

function matchesIn(lines: readonly string[], pattern: RegExp): RegExpExecArray[] {
  return lines.map((line) => pattern.exec(line)).filter((match) => match !== null);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The value that all well-formed lines share, where there is no other line that resembles them. */
function onlyOne(values: readonly string[], resembling: number): string | undefined {
  return values.length === resembling && new Set(values).size === 1 ? values[0] : undefined;
}
