import type { AcceptedCall, CallId, ConversationId, Person } from '@parley/protocol';
import type { CallElsewhere } from '../api.ts';

type LookUp = (conversationId: ConversationId) => Promise<Person>;

/** Who the calls are with that run on other devices of mine: welcome says so, otherwise their conversation does. */
export class ElsewherePeers {
  readonly #lookUp: LookUp;
  readonly #onFound: () => void;
  readonly #peers = new Map<CallId, Person | undefined>();

  constructor(lookUp: LookUp, onFound: () => void) {
    this.#lookUp = lookUp;
    this.#onFound = onFound;
  }

  know(callId: CallId, peer: Person): void {
    this.#peers.set(callId, peer);
  }

  /** Who it is with, as far as known; asks where it is not. */
  peerOf({ id, conversationId }: AcceptedCall): Person | undefined {
    if (this.#peers.has(id)) return this.#peers.get(id);
    this.#peers.set(id, undefined);
    this.#lookUp(conversationId).then(
      (peer) => {
        if (!this.#peers.has(id)) return;
        this.#peers.set(id, peer);
        this.#onFound();
      },
      // Asked again the next time it is shown.
      () => this.#peers.delete(id),
    );
    return undefined;
  }

  clear(): void {
    this.#peers.clear();
  }
}

/** A call that runs on another device, as a page shows it; `continueHere` only where this device is free. */
export function toElsewhere(
  call: AcceptedCall,
  peer: Person | undefined,
  continueHere: (() => void) | undefined,
): CallElsewhere {
  const { id, kind, acceptedAtMs } = call;
  return {
    callId: id,
    peer,
    kind,
    acceptedAtMs,
    ...(continueHere === undefined ? {} : { continueHere }),
  };
}
