import type { CallProblem } from '../../api.ts';
import type { MediaPorts } from '../../ports.ts';

export type OwnDeviceKind = 'microphone' | 'camera';

/** Which of several devices: the chosen one, or the camera that looks this way. */
export interface DevicePick {
  deviceId?: string | undefined;
  facing?: 'user' | 'environment' | undefined;
}

/** The names by which getUserMedia says that the person, or the page's policy, refused (W3C Media Capture, 10.2). */
const REFUSALS = new Set(['NotAllowedError', 'SecurityError']);

/** getUserMedia said no: an expected outcome, so a value. */
export class MediaFailure {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }

  get isRefusal(): boolean {
    return this.cause instanceof Error && REFUSALS.has(this.cause.name);
  }
}

/** How a refused or missing device is told. */
export function problemOf(kind: OwnDeviceKind, failure: MediaFailure): CallProblem {
  if (kind === 'microphone') return failure.isRefusal ? 'microphoneDenied' : 'microphoneMissing';
  return failure.isRefusal ? 'cameraDenied' : 'cameraMissing';
}

/** What is asked of the platform for a device. */
export function toConstraints(kind: OwnDeviceKind, pick: DevicePick): MediaTrackConstraints {
  const named = pick.deviceId === undefined ? {} : { deviceId: { exact: pick.deviceId } };
  if (kind === 'microphone')
    return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...named };
  const way = pick.facing === undefined ? 'user' : { exact: pick.facing };
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    ...(pick.deviceId === undefined ? { facingMode: way } : named),
  };
}

/** One question to the platform. */
export async function ask(
  ports: Pick<MediaPorts, 'getUserMedia'>,
  constraints: MediaStreamConstraints,
): Promise<readonly MediaStreamTrack[] | MediaFailure> {
  try {
    return (await ports.getUserMedia(constraints)).getTracks();
  } catch (thrown) {
    return new MediaFailure(thrown);
  }
}

/** Opens one device; where the picked one is gone or taken, any other does (CALL-72). */
export async function openDevice(
  ports: Pick<MediaPorts, 'getUserMedia'>,
  kind: OwnDeviceKind,
  pick: DevicePick,
): Promise<MediaStreamTrack | MediaFailure> {
  const name = kind === 'microphone' ? 'audio' : 'video';
  const answer = await ask(ports, { [name]: toConstraints(kind, pick) });
  if (!(answer instanceof MediaFailure))
    return answer[0] ?? new MediaFailure(new Error('a stream without a track'));
  const isPicked = pick.deviceId !== undefined || pick.facing !== undefined;
  return isPicked && !answer.isRefusal ? await openDevice(ports, kind, {}) : answer;
}
