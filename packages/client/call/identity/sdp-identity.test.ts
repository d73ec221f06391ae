import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSdpIdentity } from './sdp-identity.ts';
import { fingerprintOf, sdpOf } from './sdp.fixture.ts';

const OURS = { fingerprint: fingerprintOf('A1'), ufrag: 'uFr4' };
const OTHER = fingerprintOf('B2');

test('CALL-62: the one fingerprint and the one ufrag of a description', () => {
  expect(readSdpIdentity(sdpOf())).toEqual(OURS);
});

test('CALL-62: at session level, with any line end, in lower case: the same', () => {
  const session = `v=0\na=fingerprint:SHA-256 ${OURS.fingerprint.slice(8).toLowerCase()}\na=ice-ufrag:uFr4`;
  expect(readSdpIdentity(session)).toEqual(OURS);
  expect(readSdpIdentity(session.replaceAll('\n', '\r'))).toEqual(OURS);
  expect(readSdpIdentity(`${session}\r\n${sdpOf()}`)).toEqual(OURS);
});

describe('CALL-62: another line that a parser might take is refused', () => {
  const line = `a=fingerprint:${OURS.fingerprint}`;
  test.each([
    ['a second fingerprint at the end', `${sdpOf()}a=fingerprint:${OTHER}\r\n`],
    ['a second one at session level', sdpOf().replace('t=0 0', `t=0 0\r\na=fingerprint:${OTHER}`)],
    ['a second one in one of the media', sdpOf().replace(line, `a=fingerprint:${OTHER}`)],
    ['a weaker hash beside it', `${sdpOf()}a=fingerprint:sha-1 ${'AA:'.repeat(19)}AA\r\n`],
    ['a second ufrag', `${sdpOf()}a=ice-ufrag:other\r\n`],
    ['after a lone carriage return', `${sdpOf()}a=x\ra=fingerprint:${OTHER}\r\n`],
    ['after a line separator', `${sdpOf()}a=x\u2028a=fingerprint:${OTHER}\r\n`],
    ['after a null', `${sdpOf()}a=x\0a=fingerprint:${OTHER}\r\n`],
    ['in capitals', `${sdpOf()}A=FINGERPRINT:${OTHER}\r\n`],
    ['with blanks before it', `${sdpOf()} a=fingerprint:${OTHER}\r\n`],
    ['with blanks in it', `${sdpOf()}a= fingerprint :${OTHER}\r\n`],
    ['with something after it', `${sdpOf()}a=fingerprint:${OURS.fingerprint} ${OTHER}\r\n`],
    ['a ufrag with blanks', `${sdpOf()}a=ice-ufrag: other\r\n`],
  ])('%s', (_what, sdp) => {
    expect(readSdpIdentity(sdp)).toBeUndefined();
  });
});

test.each([
  ['no fingerprint', sdpOf().replaceAll(/a=fingerprint:.*\r\n/g, '')],
  ['no ufrag', sdpOf().replaceAll(/a=ice-ufrag:.*\r\n/g, '')],
  ['SHA-1 alone', sdpOf({ fingerprint: `sha-1 ${'AA:'.repeat(19)}AA` })],
  ['another hash of the same length', sdpOf({ fingerprint: OURS.fingerprint.replace('256', '224') })],
  ['a fingerprint that is too short', sdpOf({ fingerprint: OURS.fingerprint.slice(0, -3) })],
  ['a ufrag that is none', sdpOf({ ufrag: 'a b c' })],
  ['nothing', ''],
])('CALL-62: refused: %s', (_what, sdp) => {
  expect(readSdpIdentity(sdp)).toBeUndefined();
});

test('CALL-62: whatever stands between, it is ours or nothing', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('\r', '\n', '\r\n', ' ', ':', 'a=', 'a=fingerprint:', 'a=ice-ufrag:', OTHER, 'other'),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.nat(), (pieces, at) => {
      const sdp = sdpOf();
      const place = at % sdp.length;
      const found = readSdpIdentity(sdp.slice(0, place) + pieces.join('') + sdp.slice(place));
      if (found !== undefined) expect(found).toEqual(OURS);
    }),
    // What is put into every one of the equal lines at once is another description, not a trick; it cannot happen here.
    { numRuns: 2_000 },
  );
});
