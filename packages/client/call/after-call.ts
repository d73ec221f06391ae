import type { CallSession } from '@parley/core';
import type { CallId, CallRating, CallReceipt } from '@parley/protocol';
import { toParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { CallEntry } from './entries.ts';

/** What is kept of a call that is over, for the person here alone: its receipt and their rating (CALL-80). */
export class AfterCall {
  readonly #request: Request;
  readonly #receipts = new Map<CallId, CallReceipt>();
  readonly #ratings = new Map<CallId, CallRating>();

  constructor(request: Request) {
    this.#request = request;
  }

  /** Once the server knows that the call is over; not for one that goes on elsewhere. */
  keepReceipt(session: CallSession, entry: CallEntry): void {
    if (session.phase !== 'ended' || session.leaving !== null || session.elsewhere || entry.receiptKept)
      return;
    entry.receiptKept = true;
    const receipt = entry.media?.receipt();
    if (receipt === undefined) return;
    this.#receipts.set(session.callId, receipt);
    this.#sendReceipt(session.callId, receipt);
  }

  rate(callId: CallId, rating: CallRating): void {
    this.#ratings.set(callId, rating);
    this.#sendRating(callId, rating);
  }

  /** After each welcome: what could not be told while offline. */
  resume(): void {
    for (const [callId, receipt] of this.#receipts) this.#sendReceipt(callId, receipt);
    for (const [callId, rating] of this.#ratings) this.#sendRating(callId, rating);
  }

  reset(): void {
    this.#receipts.clear();
    this.#ratings.clear();
  }

  #sendReceipt(callId: CallId, body: CallReceipt): void {
    this.#send(this.#request('putCallReceipt', { params: { callId }, body }), () =>
      this.#receipts.delete(callId),
    );
  }

  #sendRating(callId: CallId, rating: CallRating): void {
    this.#send(this.#request('putCallRating', { params: { callId }, body: { rating } }), () =>
      this.#ratings.delete(callId),
    );
  }

  #send(request: Promise<unknown>, forget: () => void): void {
    request.then(forget, (thrown: unknown) => {
      // What the server refuses it will refuse again.
      if (toParleyError(thrown).code !== 'offline') forget();
    });
  }
}
