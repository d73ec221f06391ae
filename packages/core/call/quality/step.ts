import type { Incoming, Outgoing, QualityReading } from './reading.ts';

/** Fewer packets than this say nothing of a share. */
const FEWEST_PACKETS = 50;

interface Count {
  packets: number;
  lost: number;
}

/** What happened between two looks at the same peer connection. */
export interface QualityStep {
  ms: number;
  bytesIn: number;
  /** Sound and pictures. */
  in: Count;
  /** Sound and pictures, as far as the other side has reported. */
  out: Count;
  soundOut: Count;
  /** Null: nothing of it was told, or no sound came. */
  concealedPercent: number | null;
  bufferMs: number | null;
  heardSound: boolean;
  microphoneEnergy: number | null;
}

/** The difference; undefined where the two cannot be compared. */
export function stepBetween(before: QualityReading, now: QualityReading): QualityStep | undefined {
  if (before.connection !== now.connection || now.atMs <= before.atMs) return undefined;
  const soundIn = countIn(before.audioIn, now.audioIn);
  const soundOut = countOut(before.audioOut, now.audioOut);
  return {
    ms: now.atMs - before.atMs,
    bytesIn: now.bytesIn - before.bytesIn,
    in: add(soundIn, countIn(before.videoIn, now.videoIn)),
    out: add(soundOut, countOut(before.videoOut, now.videoOut)),
    soundOut,
    concealedPercent: percentOf(
      grown(before.audioIn?.concealedSamples, now.audioIn?.concealedSamples),
      grown(before.audioIn?.samples, now.audioIn?.samples),
    ),
    bufferMs: ratioOf(
      grown(before.audioIn?.waitedMs, now.audioIn?.waitedMs),
      grown(before.audioIn?.played, now.audioIn?.played),
    ),
    heardSound: soundIn.packets > 0,
    microphoneEnergy: grown(before.microphoneEnergy, now.microphoneEnergy),
  };
}

/** Lost, in percent of all; undefined below `least`, when a share would say nothing. */
export function lossPercent(
  counts: readonly Count[],
  all: 'received' | 'sent',
  least: number,
): number | undefined {
  const sum = counts.reduce(add, { packets: 0, lost: 0 });
  // Late packets are taken back, so a loss may shrink, in a short time even below nothing.
  const lost = Math.max(0, sum.lost);
  const whole = all === 'received' ? sum.packets + lost : sum.packets;
  return whole < least ? undefined : Math.min(100, (100 * lost) / whole);
}

/** Of what was sent; undefined: too little to tell. */
export function uploadPercent(steps: readonly QualityStep[]): number | undefined {
  return lossPercent(
    steps.map((step) => step.out),
    'sent',
    FEWEST_PACKETS,
  );
}

/** The same of the last four looks. */
export function recentUploadPercent(steps: readonly QualityStep[]): number | undefined {
  return uploadPercent(steps.slice(-4));
}

/** The same of the sound alone. */
export function soundUploadPercent(steps: readonly QualityStep[]): number | undefined {
  return lossPercent(
    steps.map((step) => step.soundOut),
    'sent',
    FEWEST_PACKETS,
  );
}

/** Of what should have come; undefined: too little to tell. */
export function downloadPercent(steps: readonly QualityStep[]): number | undefined {
  return lossPercent(
    steps.map((step) => step.in),
    'received',
    FEWEST_PACKETS,
  );
}

function add(one: Count, other: Count): Count {
  return { packets: one.packets + other.packets, lost: one.lost + other.lost };
}

function countIn(before: Incoming | null, now: Incoming | null): Count {
  if (now === null) return { packets: 0, lost: 0 };
  return { packets: now.packets - (before?.packets ?? 0), lost: now.lost - (before?.lost ?? 0) };
}

function countOut(before: Outgoing | null, now: Outgoing | null): Count {
  if (now === null) return { packets: 0, lost: 0 };
  return { packets: now.packets - (before?.packets ?? 0), lost: (now.lost ?? 0) - (before?.lost ?? 0) };
}

function grown(before: number | null | undefined, now: number | null | undefined): number | null {
  return now === null || now === undefined ? null : now - (before ?? 0);
}

function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : Math.max(0, part / whole);
}

function percentOf(part: number | null, whole: number | null): number | null {
  const ratio = ratioOf(part, whole);
  return ratio === null ? null : Math.min(100, 100 * ratio);
}
