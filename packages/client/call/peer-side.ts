import type { MediaPorts } from '../ports.ts';
import type { PeerState } from './links/control.ts';
import type { RemoteTracks } from './links/transceivers.ts';

type State = Omit<PeerState, 'type'>;

/** What of the other side is heard and seen. The streams are stable: another connection's tracks come into the same. */
export class PeerSide {
  readonly stream: MediaStream;
  readonly screen: MediaStream;
  #state: State = { muted: false, cameraOn: false, screenOn: false, videoPaused: false };

  constructor(ports: MediaPorts) {
    this.stream = ports.createStream();
    this.screen = ports.createStream();
  }

  get state(): State {
    return this.#state;
  }

  /** @returns whether anything is different */
  take({ muted, cameraOn, screenOn, videoPaused }: PeerState): boolean {
    const next = { muted, cameraOn, screenOn, videoPaused };
    const before = this.#state;
    this.#state = next;
    return (
      muted !== before.muted ||
      cameraOn !== before.cameraOn ||
      screenOn !== before.screenOn ||
      videoPaused !== before.videoPaused
    );
  }

  show({ audio, video, screen }: RemoteTracks): void {
    hold(this.stream, [audio, video]);
    hold(this.screen, [screen]);
  }

  clear(): void {
    hold(this.stream, []);
    hold(this.screen, []);
  }
}

function hold(stream: MediaStream, tracks: readonly MediaStreamTrack[]): void {
  const before = stream.getTracks();
  for (const track of tracks) if (!before.includes(track)) stream.addTrack(track);
  for (const track of before) if (!tracks.includes(track)) stream.removeTrack(track);
}
