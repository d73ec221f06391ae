import type { QualityReading } from '@parley/core';

/** One entry of a report: a dictionary that differs from browser to browser (W3C webrtc-stats). */
type Entry = Readonly<Record<string, unknown>>;

/** As much of `RTCStatsReport` as is read; a recorded one will do. */
export interface StatsEntries {
  forEach: (each: (entry: Entry) => void) => void;
}

const KINDS = ['audio', 'video'] as const;

/**
 * Turns a browser's report into the numbers that a call is judged by; what a browser does not tell is null. Pure; tested
 * on reports of Chromium 156 and Firefox 153.
 */
export function readStats(report: StatsEntries, connection: number, atMs: number): QualityReading {
  const entries: Entry[] = [];
  report.forEach((entry) => entries.push(entry));
  const ofType = (type: string): Entry[] => entries.filter((entry) => entry['type'] === type);
  const pair = selectedPair(ofType('transport'), ofType('candidate-pair'));
  const [audioIn, videoIn] = KINDS.map((kind) => ofKind(ofType('inbound-rtp'), kind));
  const audioOut = readOut(ofType('outbound-rtp'), ofType('remote-inbound-rtp'), 'audio');
  const videoOut = readOut(ofType('outbound-rtp'), ofType('remote-inbound-rtp'), 'video');
  return {
    atMs,
    connection,
    path: readPath(pair, [...ofType('local-candidate'), ...ofType('remote-candidate')]),
    roundTripMs: readRoundTrip(pair, ofType('remote-inbound-rtp')),
    outgoingRoomBps: positive(pair?.['availableOutgoingBitrate']),
    bytesIn: readBytesIn(ofType('transport'), ofType('candidate-pair')),
    audioIn: audioIn === undefined ? null : { ...countIn(audioIn), ...readHeard(audioIn) },
    videoIn: videoIn === undefined ? null : countIn(videoIn),
    audioOut,
    videoOut:
      videoOut === null ? null : { ...videoOut, limitedByLink: isLimitedByLink(ofType('outbound-rtp')) },
    microphoneEnergy: ofType('media-source')
      .filter((entry) => entry['kind'] === 'audio')
      .map((entry) => number(entry['totalAudioEnergy']))
      .reduce(addKnown, null),
  };
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A browser that has no estimate yet says 0. */
function positive(value: unknown): number | null {
  const found = number(value);
  return found === null || found <= 0 ? null : found;
}

function addKnown(known: number | null, one: number | null): number | null {
  return one === null ? known : (known ?? 0) + one;
}

function sum(entries: readonly Entry[], name: string): number | null {
  return entries.map((entry) => number(entry[name])).reduce(addKnown, null);
}

function ofKind(entries: readonly Entry[], kind: 'audio' | 'video'): Entry[] | undefined {
  const found = entries.filter((entry) => entry['kind'] === kind);
  return found.length === 0 ? undefined : found;
}

/** The transport names it; older Firefox marks it instead. */
function selectedPair(transports: readonly Entry[], pairs: readonly Entry[]): Entry | undefined {
  const named = transports.map((one) => one['selectedCandidatePairId']);
  return pairs.find((one) => named.includes(one['id'])) ?? pairs.find((one) => one['selected'] === true);
}

/** A relay at either end is on the way of both directions. */
function readPath(pair: Entry | undefined, candidates: readonly Entry[]): QualityReading['path'] {
  const ends = [pair?.['localCandidateId'], pair?.['remoteCandidateId']];
  const types = candidates.filter((one) => ends.includes(one['id'])).map((one) => one['candidateType']);
  if (types.length === 0) return null;
  return types.includes('relay') ? 'relay' : 'direct';
}

/** In Firefox the pair says 0 on fast links; the other side's reports then know better. */
function readRoundTrip(pair: Entry | undefined, reports: readonly Entry[]): number | null {
  const reported = reports.map((one) => positive(one['roundTripTime'])).find((one) => one !== null);
  const seconds = positive(pair?.['currentRoundTripTime']) ?? reported ?? null;
  return seconds === null ? null : seconds * 1_000;
}

/** Firefox counts at the pairs alone, and a call may have used several. */
function readBytesIn(transports: readonly Entry[], pairs: readonly Entry[]): number {
  return Math.max(sum(transports, 'bytesReceived') ?? 0, sum(pairs, 'bytesReceived') ?? 0);
}

function countIn(entries: readonly Entry[]): { packets: number; lost: number } {
  return { packets: sum(entries, 'packetsReceived') ?? 0, lost: sum(entries, 'packetsLost') ?? 0 };
}

function readHeard(
  entries: readonly Entry[],
): Omit<NonNullable<QualityReading['audioIn']>, 'packets' | 'lost'> {
  const concealed = sum(entries, 'concealedSamples');
  const waited = sum(entries, 'jitterBufferDelay');
  return {
    // What was made up while nothing was said is no loss.
    concealedSamples: concealed === null ? null : concealed - (sum(entries, 'silentConcealedSamples') ?? 0),
    samples: sum(entries, 'totalSamplesReceived'),
    waitedMs: waited === null ? null : waited * 1_000,
    played: sum(entries, 'jitterBufferEmittedCount'),
  };
}

function readOut(
  sent: readonly Entry[],
  reports: readonly Entry[],
  kind: 'audio' | 'video',
): { packets: number; lost: number | null } | null {
  const own = ofKind(sent, kind);
  if (own === undefined) return null;
  return {
    packets: sum(own, 'packetsSent') ?? 0,
    lost: sum(ofKind(reports, kind) ?? [], 'packetsLost'),
  };
}

function isLimitedByLink(sent: readonly Entry[]): boolean {
  return sent.some((one) => one['qualityLimitationReason'] === 'bandwidth');
}
