import type { CallId, Signal } from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import { toParleyError } from '../error.ts';

/**
 * Signals of one call on their way to the other device: in order, kept until the server has taken them, sent again
 * after a reconnect. A repeated one is harmless: its number is known there already (CALL-24).
 */
export class SignalSender {
  readonly #connection: Pick<Connection, 'request'>;
  readonly #callId: CallId;
  #unanswered: readonly Signal[] = [];

  constructor(connection: Pick<Connection, 'request'>, callId: CallId) {
    this.#connection = connection;
    this.#callId = callId;
  }

  send(signal: Signal): void {
    // An offer makes everything before it stale.
    const still = signal.kind === 'offer' ? [] : this.#unanswered;
    this.#unanswered = [...still, signal];
    this.#transmit(signal);
  }

  /** After each welcome. */
  resume(): void {
    for (const signal of this.#unanswered) this.#transmit(signal);
  }

  #transmit(signal: Signal): void {
    const forget = (): void => {
      this.#unanswered = this.#unanswered.filter((one) => one !== signal);
    };
    void this.#connection
      .request('call.signal', { callId: this.#callId, signal })
      .then(forget, (thrown: unknown) => {
        // What the server refuses is about a call that is over or another's: its own frame says so.
        if (toParleyError(thrown).code !== 'offline') forget();
      });
  }
}
