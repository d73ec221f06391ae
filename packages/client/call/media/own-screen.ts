import type { MediaPorts } from '../../ports.ts';
import { MediaFailure } from './opening.ts';

/** Text before motion; 15 pictures a second do for slides and pages, more would cost their sharpness. */
const SCREEN: DisplayMediaStreamOptions = { video: { frameRate: { ideal: 15, max: 30 } }, audio: false };

/** The own screen while it is shared (CALL-74). It ends by `close`, or by the browser's own bar. */
export class OwnScreen {
  readonly #ports: Pick<MediaPorts, 'getDisplayMedia'>;
  readonly #onTrack: () => void;
  readonly #onFailure: () => void;
  #track: MediaStreamTrack | undefined;
  #wanted = false;
  #asking = false;

  constructor(ports: Pick<MediaPorts, 'getDisplayMedia'>, onTrack: () => void, onFailure: () => void) {
    this.#ports = ports;
    this.#onTrack = onTrack;
    this.#onFailure = onFailure;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** The browser asks the person what to show; it does so each time. */
  async open(): Promise<void> {
    this.#wanted = true;
    if (this.#track !== undefined || this.#asking) return;
    this.#asking = true;
    const answer = await this.#ask();
    this.#asking = false;
    if (answer instanceof MediaFailure) {
      const told = this.#wanted;
      this.#wanted = false;
      if (told) this.#onFailure();
    } else if (this.#wanted) this.#take(answer);
    else answer.stop();
  }

  close(): void {
    this.#wanted = false;
    const track = this.#track;
    if (track === undefined) return;
    this.#track = undefined;
    track.stop();
    this.#onTrack();
  }

  async #ask(): Promise<MediaStreamTrack | MediaFailure> {
    try {
      const stream = await this.#ports.getDisplayMedia?.(SCREEN);
      return stream?.getTracks()[0] ?? new MediaFailure(undefined);
    } catch (thrown) {
      return new MediaFailure(thrown);
    }
  }

  #take(track: MediaStreamTrack): void {
    track.contentHint = 'detail';
    track.addEventListener('ended', () => {
      if (track === this.#track) this.close();
    });
    this.#track = track;
    this.#onTrack();
  }
}
