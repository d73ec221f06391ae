import { downloadPercent, uploadPercent } from './step.ts';
import type { QualityCircumstances } from './reading.ts';
import type { QualityState } from './quality.ts';

/**
 * What can be said of a running call, as data; the most urgent first (CALL-81). The same as the SDK's `CallHint`.
 */
export type QualityHint =
  | { kind: 'nothingReceived'; sinceMs: number }
  | { kind: 'microphoneSilent' }
  | { kind: 'videoPaused' }
  | { kind: 'uploadLoss'; percent: number; videoLowered: boolean }
  | { kind: 'downloadLoss'; percent: number }
  | { kind: 'peerVideoPaused' }
  | { kind: 'deviceReplaced'; device: 'microphone' | 'camera' }
  | { kind: 'relayed' };

/** Nothing has come for so long, in ms, that another route is tried (CALL-81). */
const DROUGHT_MS = 3_000;
/** A microphone without any sound for so long, in ms, is told (CALL-83). */
const SILENCE_MS = 5_000;
/** How long a replaced device is told, in ms. */
const REPLACED_MS = 6_000;

/** What can be said now, the most urgent first (CALL-81). */
export function hintsOf(
  state: QualityState,
  circumstances: QualityCircumstances,
  nowMs: number,
): readonly QualityHint[] {
  const hints: QualityHint[] = [];
  const droughtMs = state.cameAtMs === null ? 0 : nowMs - state.cameAtMs;
  const isDry = droughtMs >= DROUGHT_MS;
  if (isDry) hints.push({ kind: 'nothingReceived', sinceMs: droughtMs });
  // Where nothing comes nobody hears, whatever the microphone does.
  if (state.silentMs >= SILENCE_MS && !isDry) hints.push({ kind: 'microphoneSilent' });
  if (!state.audioFirst.videoAllowed) hints.push({ kind: 'videoPaused' });
  hints.push(...lossHints(state));
  if (circumstances.peerVideoPaused) hints.push({ kind: 'peerVideoPaused' });
  if (state.replaced !== null && nowMs - state.replaced.atMs < REPLACED_MS)
    hints.push({ kind: 'deviceReplaced', device: state.replaced.device });
  if (state.path === 'relay' && circumstances.addressHidden) hints.push({ kind: 'relayed' });
  return hints;
}

function lossHints(state: QualityState): QualityHint[] {
  const hints: QualityHint[] = [];
  const upload = uploadPercent(state.steps);
  const download = downloadPercent(state.steps);
  if (state.tellsUpload && upload !== undefined) {
    const videoLowered = state.latest?.videoOut?.limitedByLink ?? false;
    hints.push({ kind: 'uploadLoss', percent: Math.round(upload), videoLowered });
  }
  if (state.tellsDownload && download !== undefined)
    hints.push({ kind: 'downloadLoss', percent: Math.round(download) });
  return hints;
}
