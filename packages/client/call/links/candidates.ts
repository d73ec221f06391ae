import type { IceCandidate, Signal } from '@parley/protocol';

/** Candidates found within this time travel in one frame, in milliseconds: those of one answer of a relay's, no more. */
const WINDOW_MS = 2;
/** Most candidates in one frame (the wire's limit). */
const MOST = 32;

/** The candidates that stand in a description (RFC 8839, section 5.1), each with the number of its part. */
export function candidatesIn(sdp: string): RTCIceCandidateInit[] {
  const [, ...parts] = sdp.split(/^m=/m);
  return parts.flatMap((part, sdpMLineIndex) =>
    [...part.matchAll(/^a=(candidate:.*?)\r?$/gm)].map(([, candidate = '']) => ({
      candidate,
      sdpMLineIndex,
    })),
  );
}

/** Nobody's: relays give out ports from 49152 on, and browsers refuse a candidate below 1024. */
const NOBODYS_PORT = 1024;

/**
 * For each relay that a description names, a candidate on the same host: the other side's relay is most likely there too. Adding it makes the browser ask its own relay to let that host through (RFC 8656,
 * section 9) now instead of when the other side's candidates come, and their first checks arrive.
 */
export function relayHostsIn(sdp: string): RTCIceCandidateInit[] {
  const hosts = candidatesIn(sdp).flatMap(({ candidate = '', sdpMLineIndex }) => {
    const [, , , , host = '', , , type] = candidate.split(' ');
    return type === 'relay' ? [`${sdpMLineIndex} ${host}`] : [];
  });
  return [...new Set(hosts)].map((one) => {
    const [part, host] = one.split(' ');
    return {
      candidate: `candidate:0 1 udp 1 ${host} ${NOBODYS_PORT} typ relay`,
      sdpMLineIndex: Number(part),
    };
  });
}

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
