import type { CallProblem } from '../api.ts';
import type { MediaPorts } from '../ports.ts';

const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
const VIDEO: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' };

/** The names by which getUserMedia says that the person, or the page's policy, refused (W3C Media Capture, 10.2). */
const REFUSALS = new Set(['NotAllowedError', 'SecurityError']);

function problemOf(device: 'microphone' | 'camera', thrown: unknown): CallProblem {
  const refused = thrown instanceof Error && REFUSALS.has(thrown.name);
  if (device === 'microphone') return refused ? 'microphoneDenied' : 'microphoneMissing';
  return refused ? 'cameraDenied' : 'cameraMissing';
}

interface LocalMediaHandlers {
  /** Another track is to be sent; undefined: none. */
  onTracks: (tracks: { audio: MediaStreamTrack | undefined; video: MediaStreamTrack | undefined }) => void;
  onProblem: (problem: CallProblem) => void;
}

/** The own microphone and camera during one call. Nothing is opened before `open`, nothing stays open after `close`. */
export class LocalMedia {
  readonly stream: MediaStream;
  readonly #ports: MediaPorts;
  readonly #handlers: LocalMediaHandlers;
  #audio: MediaStreamTrack | undefined;
  #video: MediaStreamTrack | undefined;
  #muted = false;
  #wantsCamera = false;
  #closed = false;

  constructor(ports: MediaPorts, handlers: LocalMediaHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.stream = ports.createStream();
  }

  /** Nothing of the person is heard: by choice, or for want of a microphone. */
  get muted(): boolean {
    return this.#muted || (this.#audio === undefined && !this.#opening);
  }

  get cameraOn(): boolean {
    return this.#video !== undefined;
  }

  get tracks(): { audio: MediaStreamTrack | undefined; video: MediaStreamTrack | undefined } {
    return { audio: this.#audio, video: this.#video };
  }

  #opening = false;

  /** Asks for the microphone, and the camera where it is wanted; one question to the person for both. */
  async open(camera: boolean): Promise<void> {
    this.#opening = true;
    this.#wantsCamera = camera;
    try {
      await (camera ? this.#openBoth() : this.#openMicrophone());
    } finally {
      this.#opening = false;
      this.#tell();
    }
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#audio !== undefined) this.#audio.enabled = !muted;
    // No microphone so far: the person may have plugged one in, or changed their mind.
    else if (!muted && !this.#opening) void this.#openMicrophone().then(() => this.#tell());
    this.#tell();
  }

  /** Off lets go of the camera, so that its light goes out (CALL-25). */
  async setCamera(on: boolean): Promise<void> {
    if (this.#wantsCamera === on && this.cameraOn === on) return;
    this.#wantsCamera = on;
    if (on) await this.#openCamera();
    else this.#dropVideo();
    this.#tell();
  }

  close(): void {
    this.#closed = true;
    for (const track of this.stream.getTracks()) {
      track.stop();
      this.stream.removeTrack(track);
    }
    this.#audio = undefined;
    this.#video = undefined;
  }

  async #openBoth(): Promise<void> {
    const both = await this.#ask({ audio: AUDIO, video: VIDEO });
    if (both instanceof MediaFailure) {
      // One of the two is missing or refused: each by itself tells which, and the other goes on.
      await this.#openMicrophone();
      await this.#openCamera();
    } else this.#take(both);
  }

  async #openMicrophone(): Promise<void> {
    const stream = await this.#ask({ audio: AUDIO });
    if (stream instanceof MediaFailure) this.#handlers.onProblem(problemOf('microphone', stream.cause));
    else this.#take(stream);
  }

  async #openCamera(): Promise<void> {
    const stream = await this.#ask({ video: VIDEO });
    if (stream instanceof MediaFailure) {
      this.#wantsCamera = false;
      this.#handlers.onProblem(problemOf('camera', stream.cause));
    } else this.#take(stream);
  }

  async #ask(constraints: MediaStreamConstraints): Promise<MediaStream | MediaFailure> {
    try {
      return await this.#ports.getUserMedia(constraints);
    } catch (thrown) {
      return new MediaFailure(thrown);
    }
  }

  #take(stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      const wanted =
        !this.#closed &&
        (track.kind === 'audio' ? this.#audio === undefined : this.#wantsCamera && this.#video === undefined);
      // The call ended, or the camera was turned off again, while the person was being asked.
      if (wanted) this.#keep(track);
      else track.stop();
    }
  }

  #keep(track: MediaStreamTrack): void {
    if (track.kind === 'audio') {
      this.#audio = track;
      track.enabled = !this.#muted;
    } else this.#video = track;
    this.stream.addTrack(track);
    track.addEventListener('ended', () => this.#onEnded(track));
  }

  /** Unplugged, or the permission was taken back. */
  #onEnded(track: MediaStreamTrack): void {
    if (this.#closed) return;
    if (track === this.#video) {
      this.#wantsCamera = false;
      this.#dropVideo();
      this.#handlers.onProblem('cameraMissing');
    } else if (track === this.#audio) {
      this.stream.removeTrack(track);
      this.#audio = undefined;
      this.#handlers.onProblem('microphoneMissing');
    }
    this.#tell();
  }

  #dropVideo(): void {
    const track = this.#video;
    if (track === undefined) return;
    this.#video = undefined;
    this.stream.removeTrack(track);
    track.stop();
  }

  #tell(): void {
    if (!this.#closed) this.#handlers.onTracks(this.tracks);
  }
}

/** getUserMedia said no: an expected outcome, so a value. */
class MediaFailure {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}
