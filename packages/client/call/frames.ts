import type { SessionFrame } from '@parley/core';
import { REASONS } from '@parley/protocol';
import type {
  AccountId,
  Call,
  CallId,
  CallKind,
  IceServer,
  ReachableDevice,
  ReasonCode,
} from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import { toParleyError } from '../error.ts';
import type { InviteOffers } from './media-types.ts';

/** A frame that the session wants sent until the server has answered it (CALL-23). */
export type CallFrame =
  | { type: 'call.invite'; calleeId: AccountId; kind: CallKind; offers: Promise<InviteOffers> }
  | { type: 'call.accept' }
  | { type: 'call.move'; version: number }
  | { type: 'call.cancel' }
  | { type: 'call.decline'; busy: boolean }
  | { type: 'call.hang-up'; because: 'completed' | 'failed' };

/** What the server says to a frame about a call. */
export interface CallAnswer {
  call: Call;
  /** With an invite's, an accept's and a move's (CALL-14). */
  iceServers?: readonly IceServer[];
  /** With an invite's: those that may be connected while it rings. */
  devices?: readonly ReachableDevice[];
}

interface FrameHandlers {
  onAnswer: (callId: CallId, answer: CallAnswer) => void;
  onRefused: (callId: CallId, frame: SessionFrame, code: ReasonCode) => void;
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
      (answer) => {
        this.#forget(callId, frame);
        this.#handlers.onAnswer(callId, answer);
      },
      (thrown: unknown) => this.#onError(callId, frame, toParleyError(thrown).code),
    );
  }

  async #request(callId: CallId, frame: CallFrame): Promise<CallAnswer> {
    switch (frame.type) {
      case 'call.invite': {
        const { calleeId, kind } = frame;
        const offers = [...(await frame.offers)];
        const early = offers.length === 0 ? {} : { offers };
        return await this.#connection.request(frame.type, { callId, calleeId, kind, ...early });
      }
      case 'call.hang-up':
        return await this.#connection.request(frame.type, { callId, because: frame.because });
      case 'call.move':
        return await this.#connection.request(frame.type, { callId, version: frame.version });
      case 'call.decline':
        return await this.#connection.request(frame.type, { callId, ...(frame.busy ? { busy: true } : {}) });
      case 'call.accept':
        return await this.#connection.request(frame.type, { callId });
      case 'call.cancel':
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
