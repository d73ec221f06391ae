import { advanceAudioFirst, VIDEO_ALLOWED } from './audio-first.ts';
import type { AudioFirst } from './audio-first.ts';
import { rateSound, toOpinionScore } from './e-model.ts';
import { advancePictureSize, FULL_SIZE } from './picture-size.ts';
import type { PictureSize } from './picture-size.ts';
import type { QualityCircumstances, QualityReading } from './reading.ts';
import {
  downloadPercent,
  lossPercent,
  recentUploadPercent,
  soundUploadPercent,
  stepBetween,
  uploadPercent,
} from './step.ts';
import type { QualityStep } from './step.ts';

/** What is said of loss looks back so far, in ms. */
const LOOK_BACK_MS = 10_000;
/** Loss is told from here, in percent, and until it is below that (CALL-82). */
const LOSS_TOLD = { from: 5, until: 3 };
/** Sound is sent twice from more than 2 %, until it has been below 1 % (CALL-75). */
const LOSS_DOUBLED = { from: 2, until: 1 };
/** Sound that was listened to for less than this, in ms, gets no score. */
const SHORTEST_SCORED_MS = 5_000;
/** A packet of sound, and Opus' look-ahead, in ms. */
const PACKING_MS = 26.5;
/** Where the browser does not tell how long sound waits in its buffer, in ms. */
const USUAL_BUFFER_MS = 60;

/** Everything known of how one call goes, over all its peer connections. */
export interface QualityState {
  latest: QualityReading | null;
  /** Of the last 10 s. */
  steps: readonly QualityStep[];
  /** When something came last; null: nothing ever did. */
  cameAtMs: number | null;
  silentMs: number;
  audioFirst: AudioFirst;
  pictureSize: PictureSize;
  highLoss: boolean;
  tellsUpload: boolean;
  tellsDownload: boolean;
  replaced: { device: 'microphone' | 'camera'; atMs: number } | null;
  path: 'direct' | 'relay' | null;
  received: { packets: number; lost: number };
  scored: { sum: number; ms: number };
}

export const UNKNOWN_QUALITY: QualityState = {
  latest: null,
  steps: [],
  cameAtMs: null,
  silentMs: 0,
  audioFirst: VIDEO_ALLOWED,
  pictureSize: FULL_SIZE,
  highLoss: false,
  tellsUpload: false,
  tellsDownload: false,
  replaced: null,
  path: null,
  received: { packets: 0, lost: 0 },
  scored: { sum: 0, ms: 0 },
};

/** One more look at the counters. */
export function advanceQuality(
  state: QualityState,
  reading: QualityReading,
  circumstances: QualityCircumstances,
): QualityState {
  const step = state.latest === null ? undefined : stepBetween(state.latest, reading);
  // A connection's first look: what came on it came just now.
  const came = step === undefined ? reading.bytesIn > 0 : step.bytesIn > 0;
  const known: QualityState = {
    ...state,
    latest: reading,
    path: reading.path ?? state.path,
    cameAtMs: came ? reading.atMs : state.cameAtMs,
  };
  return judgeRoom(step === undefined ? known : addStep(known, step, reading, circumstances), reading);
}

/** The browser's estimate comes too late, or never, to a link that suddenly loses: what is lost is no room. */
function judgeRoom(state: QualityState, { outgoingRoomBps, atMs }: QualityReading): QualityState {
  const lost = recentUploadPercent(state.steps) ?? 0;
  const roomBps = outgoingRoomBps === null ? null : outgoingRoomBps * (1 - lost / 100);
  return {
    ...state,
    audioFirst: advanceAudioFirst(state.audioFirst, roomBps, atMs),
    pictureSize: advancePictureSize(state.pictureSize, roomBps, atMs),
  };
}

function addStep(
  state: QualityState,
  step: QualityStep,
  reading: QualityReading,
  { speaking }: QualityCircumstances,
): QualityState {
  const steps = [...state.steps, step];
  while (steps.length > 1 && sumOf(steps.slice(1), ({ ms }) => ms) >= LOOK_BACK_MS) steps.shift();
  const upload = uploadPercent(steps);
  return {
    ...state,
    steps,
    silentMs: speaking && step.microphoneEnergy === 0 ? state.silentMs + step.ms : 0,
    highLoss: holds(state.highLoss, soundUploadPercent(steps), LOSS_DOUBLED),
    tellsUpload: holds(state.tellsUpload, upload, LOSS_TOLD),
    tellsDownload: holds(state.tellsDownload, downloadPercent(steps), LOSS_TOLD),
    received: {
      packets: state.received.packets + step.in.packets,
      lost: state.received.lost + step.in.lost,
    },
    scored: addScore(state.scored, step, reading),
  };
}

/** With two borders, so that it does not come and go; what is not known changes nothing. */
function holds(
  held: boolean,
  percent: number | undefined,
  { from, until }: { from: number; until: number },
): boolean {
  if (percent === undefined) return held;
  return held ? percent >= until : percent > from;
}

function addScore(
  scored: QualityState['scored'],
  step: QualityStep,
  { roundTripMs }: QualityReading,
): QualityState['scored'] {
  if (!step.heardSound) return scored;
  const missed = step.concealedPercent ?? lossPercent([step.in], 'received', 1) ?? 0;
  const oneWayMs = (roundTripMs ?? 0) / 2 + (step.bufferMs ?? USUAL_BUFFER_MS) + PACKING_MS;
  const score = toOpinionScore(rateSound({ oneWayMs, lossPercent: missed }));
  return { sum: scored.sum + score * step.ms, ms: scored.ms + step.ms };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

/** An unplugged device was replaced by another. */
export function tellReplaced(
  state: QualityState,
  device: 'microphone' | 'camera',
  atMs: number,
): QualityState {
  return { ...state, replaced: { device, atMs } };
}

/** What this side should send. */
export interface SendingAdvice {
  /** False: the link carries only sound (CALL-84). */
  videoAllowed: boolean;
  /** The camera's picture, by so much smaller in width and height (CALL-86). */
  scaleDownBy: number;
  /** The link loses so much that sound is to be sent twice (CALL-75). */
  highLoss: boolean;
}

export function adviseSending({ audioFirst, pictureSize, highLoss }: QualityState): SendingAdvice {
  return { videoAllowed: audioFirst.videoAllowed, scaleDownBy: pictureSize.scaleDownBy, highLoss };
}

/** What is kept of a call for the person themself; undefined where media never flowed (CALL-85). */
export function summarise(
  state: QualityState,
): { path: 'direct' | 'relay'; lossPercent: number; score: number | null } | undefined {
  if (state.path === null || state.cameAtMs === null) return undefined;
  const loss = lossPercent([state.received], 'received', 1) ?? 0;
  const { sum, ms } = state.scored;
  return {
    path: state.path,
    lossPercent: Math.round(loss * 10) / 10,
    score: ms < SHORTEST_SCORED_MS ? null : Math.round((10 * sum) / ms) / 10,
  };
}
