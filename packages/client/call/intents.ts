import type { AccountId, CallId, Reply } from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import type { MediaPorts } from '../ports.ts';
import type { CallMediaParts } from './media-types.ts';
import { Preparation } from './links/preparation.ts';

/** What was prepared for a call that does not follow is dropped after this long, in milliseconds. */
const DROP_MS = 15_000;

interface IntentParts {
  connection: Pick<Connection, 'request'>;
  newId: () => string;
  media: MediaPorts | undefined;
  callParts: () => CallMediaParts;
}

/** A call that the person may be about to place. */
interface Intent {
  readonly callId: CallId;
  readonly accountId: AccountId;
  readonly calleeId: AccountId;
  preparation: Preparation | undefined;
  /** The call was placed, or nothing came of it: what is still under way is let go. */
  over: boolean;
}

/** Prepares the call that a person may be about to place: one at a time, without a word to anybody (CALL-40). */
export class Intents {
  readonly #parts: IntentParts;
  #intent: Intent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: IntentParts) {
    this.#parts = parts;
  }

  intend(accountId: AccountId, calleeId: AccountId): void {
    if (this.#parts.media === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.drop(), DROP_MS);
    if (this.#intent?.calleeId === calleeId) return;
    this.#close();
    // An id of our own making; the brand says what it names.
    const callId = this.#parts.newId() as CallId;
    const intent: Intent = { callId, accountId, calleeId, preparation: undefined, over: false };
    this.#intent = intent;
    this.#parts.connection.request('call.prepare', { calleeId }).then(
      (reply) => this.#onPrepared(intent, reply),
      // Refused or offline: the invite itself will say so, and until then it is not asked again.
      () => undefined,
    );
  }

  /** The call is placed: its id, and what was prepared for it. */
  take(calleeId: AccountId): { callId: CallId; preparation: Preparation | undefined } | undefined {
    const intent = this.#intent;
    if (intent?.calleeId !== calleeId) {
      this.drop();
      return undefined;
    }
    intent.over = true;
    this.#intent = undefined;
    clearTimeout(this.#timer);
    return { callId: intent.callId, preparation: intent.preparation };
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#close();
  }

  #close(): void {
    if (this.#intent === undefined) return;
    this.#intent.over = true;
    this.#intent.preparation?.close();
    this.#intent = undefined;
  }

  #onPrepared(intent: Intent, { preconnect, devices, iceServers }: Reply<'call.prepare'>): void {
    const { media } = this.#parts;
    if (intent.over || media === undefined || preconnect === 'none' || devices.length === 0) return;
    const { callId, accountId, calleeId: peerId } = intent;
    intent.preparation = new Preparation(media, this.#parts.callParts(), {
      callId,
      accountId,
      peerId,
      devices,
      iceServers,
    });
  }
}
