import type { CallProblem } from '../../api.ts';
import type { MediaPorts } from '../../ports.ts';
import type { OwnTracks } from '../links/transceivers.ts';
import type { ChosenDevices } from './device-choices.ts';
import { ask, MediaFailure, openDevice, problemOf, toConstraints } from './opening.ts';
import type { DevicePick, OwnDeviceKind } from './opening.ts';
import { OwnDevice } from './own-device.ts';
import { OwnScreen } from './own-screen.ts';

export interface LocalMediaHandlers {
  /** Other tracks are to be sent; undefined: none. Never called before `open`, so a preview goes nowhere (CALL-71). */
  onTracks: (tracks: OwnTracks) => void;
  /** Something of it is to be shown anew; comes with `onTracks` too. */
  onChange: () => void;
  onProblem: (problem: CallProblem) => void;
  /** An unplugged device was replaced by another (CALL-72). */
  onReplaced: (device: OwnDeviceKind) => void;
}

const NO_TRACKS: OwnTracks = { audio: undefined, video: undefined, screen: undefined };

/**
 * The own microphone, camera and screen during one call. Making it touches nothing; nothing is opened before `open` or
 * `preview`, nothing is handed out to be sent before `open`, nothing stays open after `close`.
 */
export class LocalMedia {
  /** Own sound and picture, one object for the whole call; the shared screen is not in it. */
  readonly stream: MediaStream;
  readonly #ports: MediaPorts;
  readonly #handlers: LocalMediaHandlers;
  readonly #devices: ChosenDevices | undefined;
  readonly #microphone: OwnDevice;
  readonly #camera: OwnDevice;
  readonly #screen: OwnScreen;
  readonly #stopListening: (() => void) | undefined;
  #foreseen: Promise<boolean> | undefined;
  #muted = false;
  /** The way that the camera was turned to in this call, or its device where there is no way. */
  #turned: DevicePick | undefined;
  #started = false;
  #closed = false;

  /** @param devices what the person chose; undefined: the system's choice throughout */
  constructor(ports: MediaPorts, handlers: LocalMediaHandlers, devices?: ChosenDevices) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.#devices = devices;
    this.stream = ports.createStream();
    this.#microphone = this.#own('microphone');
    this.#camera = this.#own('camera');
    this.#screen = new OwnScreen(
      ports,
      () => this.#tell(),
      () => this.#problem('screenDenied'),
    );
    this.#stopListening = devices?.onChosen((kind) => this.#onChosen(kind));
  }

  /** Nothing of the person is heard: by choice, or for want of a microphone. */
  get muted(): boolean {
    return this.#muted || (this.#microphone.track === undefined && !this.#microphone.isOpening);
  }

  get cameraOn(): boolean {
    return this.#camera.track !== undefined;
  }

  get screenOn(): boolean {
    return this.#screen.track !== undefined;
  }

  get canShareScreen(): boolean {
    return this.#ports.getDisplayMedia !== undefined;
  }

  /** There is another camera to turn to. */
  get canSwitchCamera(): boolean {
    return this.cameraOn && (this.#devices?.cameras().length ?? 0) > 1;
  }

  /** What is to be sent; nothing before `open`. */
  get tracks(): OwnTracks {
    if (!this.#started) return NO_TRACKS;
    return { audio: this.#microphone.track, video: this.#camera.track, screen: this.#screen.track };
  }

  /** The person may be about to accept: what needs no question to them is found out. Opens nothing. */
  foresee(): void {
    this.#foreseen = this.#areGranted();
  }

  /**
   * From now on the call has it: microphone first, so that sound never waits for the camera. Where the person would be
   * asked, it is one question for both (CALL-70). What a preview opened is taken over without asking again.
   */
  async open(camera: boolean): Promise<void> {
    this.#started = true;
    if (!camera) this.#camera.close();
    await this.#openDevices(camera);
    this.#tell();
  }

  /** Before the call is placed or accepted, by a press of the person: seen here, sent nowhere (CALL-71). */
  async preview(on: boolean): Promise<void> {
    if (this.#started) return;
    if (on) return await this.#openDevices(true);
    this.#microphone.close();
    this.#camera.close();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone.track !== undefined) this.#microphone.track.enabled = !muted;
    // No microphone so far: the person may have plugged one in, or changed their mind.
    else if (!muted && !this.#closed) void this.#microphone.open().then(() => this.#tell());
    this.#tell();
  }

  /** Off lets go of the camera, so that its light goes out (CALL-25). */
  async setCamera(on: boolean): Promise<void> {
    if (this.#closed) return;
    if (on) await this.#camera.open();
    else this.#camera.close();
    this.#tell();
  }

  /** On asks the person what to show; only after `open`. */
  async setScreen(on: boolean): Promise<void> {
    if (this.#closed || !this.#started) return;
    if (on) await this.#screen.open();
    else this.#screen.close();
  }

  /** Front to back and back again; on a desk, to the next camera. Holds for this call (CALL-73). */
  async switchCamera(): Promise<void> {
    const track = this.#camera.track;
    if (track === undefined) return;
    const { facingMode, deviceId } = track.getSettings();
    const cameras = this.#devices?.cameras() ?? [];
    if (facingMode === 'user' || facingMode === 'environment')
      this.#turned = { facing: facingMode === 'user' ? 'environment' : 'user' };
    else {
      const at = cameras.findIndex((one) => one.deviceId === deviceId);
      this.#turned = { deviceId: cameras[(at + 1) % cameras.length]?.deviceId };
    }
    await this.#camera.swap();
  }

  close(): void {
    this.#closed = true;
    this.#stopListening?.();
    this.#microphone.close();
    this.#camera.close();
    this.#screen.close();
  }

  #own(kind: OwnDeviceKind): OwnDevice {
    return new OwnDevice(this.#ports, kind, () => this.#pickOf(kind), {
      onTrack: (next, before) => this.#onTrack(next, before),
      onFailure: (failed, failure) => this.#problem(problemOf(failed, failure)),
      onReplaced: (replaced) => this.#closed || this.#handlers.onReplaced(replaced),
    });
  }

  async #openDevices(camera: boolean): Promise<void> {
    if (this.#closed) return;
    const isNew = this.#microphone.track === undefined && this.#camera.track === undefined;
    // Both are wanted from this moment on, so that whatever closes one of them meanwhile holds.
    const asked = camera && isNew ? this.#askForBoth() : undefined;
    const open = (device: OwnDevice, kind: OwnDeviceKind): Promise<void> =>
      asked === undefined ? device.open() : device.open(() => this.#takeFrom(asked, kind));
    await Promise.all([
      open(this.#microphone, 'microphone'),
      ...(camera ? [open(this.#camera, 'camera')] : []),
    ]);
  }

  /** One question, where the person would be asked; undefined: each by itself. */
  async #askForBoth(): Promise<readonly MediaStreamTrack[] | undefined> {
    if ((await (this.#foreseen ?? this.#areGranted())) || this.#closed) return undefined;
    const answer = await ask(this.#ports, {
      audio: toConstraints('microphone', this.#pickOf('microphone')),
      video: toConstraints('camera', this.#pickOf('camera')),
    });
    return answer instanceof MediaFailure ? undefined : answer;
  }

  async #areGranted(): Promise<boolean> {
    const { readPermission } = this.#ports;
    if (readPermission === undefined) return false;
    const said = await Promise.all([readPermission('microphone'), readPermission('camera')]);
    return said.every((one) => one === 'granted');
  }

  /** Where one of the two is missing or refused, each by itself tells which, and the other goes on. */
  async #takeFrom(
    asked: Promise<readonly MediaStreamTrack[] | undefined>,
    kind: OwnDeviceKind,
  ): Promise<MediaStreamTrack | MediaFailure> {
    const name = kind === 'microphone' ? 'audio' : 'video';
    const track = (await asked)?.find((one) => one.kind === name);
    if (track !== undefined) return track;
    if (this.#closed) return new MediaFailure(new Error('the call is over'));
    return await openDevice(this.#ports, kind, this.#pickOf(kind));
  }

  #pickOf(kind: OwnDeviceKind): DevicePick {
    const chosen = { deviceId: this.#devices?.chosen()[kind] };
    return kind === 'camera' ? (this.#turned ?? chosen) : chosen;
  }

  #onChosen(kind: OwnDeviceKind): void {
    if (kind === 'camera') this.#turned = undefined;
    void (kind === 'microphone' ? this.#microphone : this.#camera).swap();
  }

  #onTrack(next: MediaStreamTrack | undefined, before: MediaStreamTrack | undefined): void {
    if (before !== undefined) this.stream.removeTrack(before);
    if (next !== undefined) {
      if (next.kind === 'audio') next.enabled = !this.#muted;
      this.stream.addTrack(next);
      // Names are told only once something is open.
      void this.#devices?.refresh();
    }
    this.#tell();
  }

  #problem(problem: CallProblem): void {
    if (!this.#closed) this.#handlers.onProblem(problem);
  }

  #tell(): void {
    if (this.#closed) return;
    if (this.#started) this.#handlers.onTracks(this.tracks);
    this.#handlers.onChange();
  }
}
