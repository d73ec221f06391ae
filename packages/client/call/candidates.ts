import type { IceCandidate, Signal } from '@parley/protocol';

/** Candidates found within this time travel in one frame, in milliseconds. */
const WINDOW_MS = 20;
/** Most candidates in one frame (the wire's limit). */
const MOST = 32;

/** Gathers own candidates of one connection into few frames. */
export class CandidateBatches {
  readonly #connection: number;
  readonly #send: (signal: Signal) => void;
  #negotiation = 0;
  #waiting: IceCandidate[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: number, send: (signal: Signal) => void) {
    this.#connection = connection;
    this.#send = send;
  }

  /** A new offer or answer: candidates of the one before are stale (CALL-24). */
  begin(negotiation: number): void {
    this.stop();
    this.#negotiation = negotiation;
  }

  add(candidate: RTCIceCandidate | null): void {
    // The end of the candidates needs no word: ICE ends by itself.
    if (candidate === null || candidate.candidate === '') return;
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    this.#waiting.push({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
    this.#timer ??= setTimeout(() => this.#flush(), WINDOW_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.stop();
    for (let from = 0; from < waiting.length; from += MOST) {
      const candidates = waiting.slice(from, from + MOST);
      this.#send({
        kind: 'candidates',
        connection: this.#connection,
        negotiation: this.#negotiation,
        candidates,
      });
    }
  }
}
