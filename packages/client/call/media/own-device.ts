import type { MediaPorts } from '../../ports.ts';
import { MediaFailure, openDevice } from './opening.ts';
import type { DevicePick, OwnDeviceKind } from './opening.ts';

interface OwnDeviceHandlers {
  /** Another track, or none. */
  onTrack: (next: MediaStreamTrack | undefined, before: MediaStreamTrack | undefined) => void;
  onFailure: (kind: OwnDeviceKind, failure: MediaFailure) => void;
  /** It was unplugged, and another has taken its place. */
  onReplaced: (kind: OwnDeviceKind) => void;
}

type Opened = MediaStreamTrack | MediaFailure;

/** The own microphone or camera during one call: at most one track, which may change to another device's. */
export class OwnDevice {
  readonly #ports: Pick<MediaPorts, 'getUserMedia' | 'readPermission'>;
  readonly #kind: OwnDeviceKind;
  readonly #pick: () => DevicePick;
  readonly #handlers: OwnDeviceHandlers;
  #track: MediaStreamTrack | undefined;
  #wanted = false;
  #asking: Promise<void> | undefined;
  /** Counts what makes an earlier change of device void. */
  #turn = 0;

  constructor(
    ports: Pick<MediaPorts, 'getUserMedia' | 'readPermission'>,
    kind: OwnDeviceKind,
    pick: () => DevicePick,
    handlers: OwnDeviceHandlers,
  ) {
    this.#ports = ports;
    this.#kind = kind;
    this.#pick = pick;
    this.#handlers = handlers;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** The platform, or the person, is being asked. */
  get isOpening(): boolean {
    return this.#asking !== undefined;
  }

  /**
   * Opens it, once, however often it is called.
   * @param how another way to ask, where one question is for several devices
   */
  async open(how: () => Promise<Opened> = () => this.#openPicked()): Promise<void> {
    this.#wanted = true;
    if (this.#track !== undefined) return;
    this.#asking ??= this.#ask(how).finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  /** Lets go of it: its light goes out. What is granted later is let go of, too. */
  close(): void {
    this.#wanted = false;
    this.#turn += 1;
    const track = this.#track;
    this.#put(undefined);
    track?.stop();
  }

  /** Another one was picked. A platform that has only one open at a time gets the old one back first. */
  async swap(): Promise<void> {
    const before = this.#track;
    if (before === undefined) return;
    const turn = (this.#turn += 1);
    let next = await this.#openPicked();
    const isCurrent = (): boolean => turn === this.#turn && this.#track === before;
    if (next instanceof MediaFailure && isCurrent()) {
      // What there is goes on where the person said no.
      if (next.isRefusal) return this.#handlers.onFailure(this.#kind, next);
      before.stop();
      next = await this.#openPicked();
    }
    if (isCurrent()) {
      before.stop();
      this.#take(next);
    } else if (!(next instanceof MediaFailure)) next.stop();
  }

  #openPicked(): Promise<Opened> {
    return openDevice(this.#ports, this.#kind, this.#pick());
  }

  async #ask(how: () => Promise<Opened>): Promise<void> {
    this.#take(await how());
  }

  #take(opened: Opened): void {
    if (opened instanceof MediaFailure) {
      const told = this.#wanted;
      this.#wanted = false;
      this.#put(undefined);
      if (told) this.#handlers.onFailure(this.#kind, opened);
    } else if (this.#wanted) {
      opened.addEventListener('ended', () => void this.#onEnded(opened));
      this.#put(opened);
    }
    // The call ended, or it was turned off again, while the person was being asked.
    else opened.stop();
  }

  #put(next: MediaStreamTrack | undefined): void {
    const before = this.#track;
    if (next === before) return;
    this.#track = next;
    this.#handlers.onTrack(next, before);
  }

  /** Unplugged, or the permission was taken back: then nobody is asked again by themselves (CALL-72). */
  async #onEnded(track: MediaStreamTrack): Promise<void> {
    if (track !== this.#track) return;
    this.#put(undefined);
    const isRefused = (await this.#ports.readPermission?.(this.#kind)) === 'denied';
    if (!this.#wanted || this.#track !== undefined) return;
    if (isRefused) return this.#take(refused());
    await this.open();
    if (this.#track !== undefined) this.#handlers.onReplaced(this.#kind);
  }
}

function refused(): MediaFailure {
  return new MediaFailure(Object.assign(new Error('the permission is gone'), { name: 'NotAllowedError' }));
}
