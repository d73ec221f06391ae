// What the page sees and hears of the other side, with the moment of each picture and each loud 10 ms of sound.

import { nowMs } from './clock.ts';

export interface FrameSample {
  /** When the page was called back for it. */
  atMs: number;
  /** When the browser gave it to the compositor. */
  presentedAtMs: number;
  width: number;
}

/** A block of sound, 10 ms as the browser hands it over. */
export interface AudioSample {
  atMs: number;
  isLoud: boolean;
}

/** Chromium's (mediacapture-transform); TypeScript's DOM does not know it. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<{
    numberOfFrames: number;
    copyTo: (to: Float32Array, options: { planeIndex: number; format: 'f32-planar' }) => void;
    close: () => void;
  }>;
}

/** The microphones of the bench speak at a tenth of full scale and more all the time. */
const LOUD = 0.003;

export class Senses {
  readonly #video: HTMLVideoElement;
  #frames: FrameSample[] = [];
  #sounds: AudioSample[] = [];
  readonly #heard = new WeakSet<MediaStreamTrack>();
  #waiting: (() => void)[] = [];

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    const onFrame: VideoFrameRequestCallback = (_now, { presentationTime, width }) => {
      const atMs = nowMs();
      this.#frames.push({ atMs, presentedAtMs: performance.timeOrigin + presentationTime, width });
      this.#tell();
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }

  get frames(): FrameSample[] {
    return this.#frames;
  }

  get sounds(): AudioSample[] {
    return this.#sounds;
  }

  /** The element plays it from now on, as an app's would. */
  attend(stream: MediaStream): void {
    if (this.#video.srcObject !== stream) this.#video.srcObject = stream;
    const listen = (): void => {
      for (const track of stream.getAudioTracks()) void this.#listen(track);
    };
    listen();
    stream.addEventListener('addtrack', listen);
    // A program that adds to its own stream raises no event there.
    const looking = setInterval(() => {
      listen();
      if (this.#video.srcObject !== stream) clearInterval(looking);
    }, 20);
  }

  leave(): void {
    this.#video.srcObject = null;
  }

  forget(): void {
    this.#frames = [];
    this.#sounds = [];
  }

  /** The first picture and the first loud sound since a moment. */
  hasPerceived(sinceMs: number): boolean {
    return (
      this.#frames.some(({ atMs }) => atMs >= sinceMs) &&
      this.#sounds.some(({ atMs, isLoud }) => isLoud && atMs >= sinceMs)
    );
  }

  async untilPerceived(sinceMs: number, limitMs: number): Promise<boolean> {
    const giveUpAtMs = nowMs() + limitMs;
    while (!this.hasPerceived(sinceMs)) {
      const leftMs = giveUpAtMs - nowMs();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, leftMs);
      });
    }
    return true;
  }

  /**
   * Reads the decoded sound as the browser delivers it, in blocks of 10 ms. Nearer than getStats, which the browser
   * keeps for 50 ms, and than an AudioContext, whose output has a buffer of its own.
   */
  async #listen(track: MediaStreamTrack): Promise<void> {
    if (this.#heard.has(track)) return;
    this.#heard.add(track);
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    let samples = new Float32Array(480);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const atMs = nowMs();
      if (samples.length !== value.numberOfFrames) samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      value.close();
      this.#sounds.push({ atMs, isLoud: samples.some((sample) => Math.abs(sample) > LOUD) });
      this.#tell();
    }
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
