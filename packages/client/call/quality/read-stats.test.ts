import { expect, test } from 'vitest';
import { readStats } from './read-stats.ts';
import { CHROMIUM, FIREFOX } from './recorded-stats.fixture.ts';

test('CALL-80: a report of Chromium gives every number', () => {
  const [look] = CHROMIUM;
  expect(readStats(look!.report, 3, 6_006)).toEqual({
    atMs: 6_006,
    connection: 3,
    path: 'direct',
    roundTripMs: 4,
    outgoingRoomBps: 3_988_307,
    bytesIn: 217_246,
    audioIn: {
      packets: 298,
      lost: 0,
      concealedSamples: 583,
      samples: 283_680,
      waitedMs: 13_939_200,
      played: 285_120,
    },
    videoIn: { packets: 243, lost: 0 },
    audioOut: { packets: 298, lost: 0 },
    videoOut: { packets: 237, lost: 0, limitedByLink: false },
    microphoneEnergy: 0.4134056348617002,
  });
});

test('CALL-80: Firefox tells neither the room nor the energy, and counts bytes at the pair: unknown, not nothing', () => {
  const [look] = FIREFOX;
  expect(readStats(look!.report, 1, 6_008)).toMatchObject({
    path: 'direct',
    roundTripMs: 1.709,
    outgoingRoomBps: null,
    bytesIn: 240_054,
    audioIn: { packets: 294, concealedSamples: 1_728, samples: 281_280 },
    audioOut: { packets: 294, lost: 0 },
    microphoneEnergy: null,
  });
});

test('CALL-81: in both, whatever comes counts: a second later there is more', () => {
  for (const [first, second] of [CHROMIUM, FIREFOX]) {
    const before = readStats(first!.report, 1, first!.atMs);
    expect(readStats(second!.report, 1, second!.atMs).bytesIn).toBeGreaterThan(before.bytesIn + 10_000);
  }
});

test('CALL-80: a report of a connection that is only beginning is unknown throughout', () => {
  expect(readStats([{ type: 'transport', dtlsState: 'new' }], 1, 0)).toEqual({
    atMs: 0,
    connection: 1,
    path: null,
    roundTripMs: null,
    outgoingRoomBps: null,
    bytesIn: 0,
    audioIn: null,
    videoIn: null,
    audioOut: null,
    videoOut: null,
    microphoneEnergy: null,
  });
});

test.each([
  ['relay', 'relay', 'relay'],
  ['relay', 'srflx', 'relay'],
  ['prflx', 'relay', 'relay'],
  ['host', 'prflx', 'direct'],
] as const)('CALL-81: %s here and %s there is %s', (local, remote, path) => {
  const report = [
    { type: 'transport', selectedCandidatePairId: 'p' },
    { type: 'candidate-pair', id: 'p', localCandidateId: 'l', remoteCandidateId: 'r' },
    { type: 'candidate-pair', id: 'q', localCandidateId: 'x', remoteCandidateId: 'r' },
    { type: 'local-candidate', id: 'l', candidateType: local },
    { type: 'local-candidate', id: 'x', candidateType: 'relay' },
    { type: 'remote-candidate', id: 'r', candidateType: remote },
  ];
  expect(readStats(report, 1, 0).path).toBe(path);
});

test('CALL-82: a picture that the browser limits for want of room is known as such', () => {
  const sent = { type: 'outbound-rtp', kind: 'video', packetsSent: 5, qualityLimitationReason: 'bandwidth' };
  expect(readStats([sent], 1, 0).videoOut).toEqual({ packets: 5, lost: null, limitedByLink: true });
  expect(readStats([{ ...sent, qualityLimitationReason: 'cpu' }], 1, 0).videoOut?.limitedByLink).toBe(false);
});
