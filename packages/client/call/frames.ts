import type { LeaveFrame } from '@parley/core';
import { REASONS } from '@parley/protocol';
import type { AccountId, Call, CallId, CallKind, IceServer, ReasonCode } from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import { toParleyError } from '../error.ts';

/** A frame that the session wants sent until the server has answered it (CALL-23). */
export type CallFrame =
  | { type: 'call.invite'; calleeId: AccountId; kind: CallKind }
  | { type: 'call.accept' }
  | { type: 'call.cancel' }
  | { type: 'call.decline' }
  | { type: 'call.hang-up'; because: 'completed' | 'failed' };

interface FrameHandlers {
  /** The answer; the ICE servers come with an invite's and an accept's (CALL-14). */
  onAnswer: (callId: CallId, call: Call, iceServers: readonly IceServer[] | undefined) => void;
  onRefused: (callId: CallId, frame: 'call.invite' | 'call.accept' | LeaveFrame, code: ReasonCode) => void;
}

/** A frame that met a busy server is repeated after this long, in milliseconds. */
const REPEAT_MS = 1_000;

/** Frames about calls on their way to the server: one per call, the latest, repeated after each reconnect. */
export class CallFrames {
  readonly #connection: Pick<Connection, 'request'>;
  readonly #handlers: FrameHandlers;
  readonly #unanswered = new Map<CallId, CallFrame>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(connection: Pick<Connection, 'request'>, handlers: FrameHandlers) {
    this.#connection = connection;
    this.#handlers = handlers;
  }

  send(callId: CallId, frame: CallFrame): void {
    this.#unanswered.set(callId, frame);
    this.#transmit(callId, frame);
  }

  /** After each welcome. */
  resume(): void {
    for (const [callId, frame] of this.#unanswered) this.#transmit(callId, frame);
  }

  reset(): void {
    this.#unanswered.clear();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #transmit(callId: CallId, frame: CallFrame): void {
    void this.#request(callId, frame).then(
      ({ call, iceServers }) => {
        this.#forget(callId, frame);
        this.#handlers.onAnswer(callId, call, iceServers);
      },
      (thrown: unknown) => this.#onError(callId, frame, toParleyError(thrown).code),
    );
  }

  async #request(
    callId: CallId,
    frame: CallFrame,
  ): Promise<{ call: Call; iceServers?: readonly IceServer[] }> {
    switch (frame.type) {
      case 'call.invite':
        return await this.#connection.request(frame.type, {
          callId,
          calleeId: frame.calleeId,
          kind: frame.kind,
        });
      case 'call.hang-up':
        return await this.#connection.request(frame.type, { callId, because: frame.because });
      case 'call.accept':
        return await this.#connection.request(frame.type, { callId });
      case 'call.cancel':
      case 'call.decline':
        return await this.#connection.request(frame.type, { callId });
    }
  }

  #onError(callId: CallId, frame: CallFrame, code: ReasonCode | 'offline'): void {
    // Superseded by a later frame, or signed out. Offline: `resume` sends it again.
    if (this.#unanswered.get(callId) !== frame || code === 'offline') return;
    // An invite that a busy server turns away is told to the person; who answers or leaves must get through.
    if (frame.type !== 'call.invite' && REASONS[code].retryable) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (this.#unanswered.get(callId) === frame) this.#transmit(callId, frame);
      }, REPEAT_MS);
      this.#timers.add(timer);
      return;
    }
    this.#forget(callId, frame);
    this.#handlers.onRefused(callId, frame.type, code);
  }

  #forget(callId: CallId, frame: CallFrame): void {
    if (this.#unanswered.get(callId) === frame) this.#unanswered.delete(callId);
  }
}
