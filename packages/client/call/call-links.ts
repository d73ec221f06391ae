import type { CallSession } from '@parley/core';
import type { AccountId, CallId } from '@parley/protocol';
import { ParleyError } from '../error.ts';
import { CallMedia } from './call-media.ts';
import type { CallsParts } from './calls-parts.ts';
import type { CallEntries } from './entries.ts';
import type { CallLink, CallMediaHandlers, CallMediaParts } from './media-types.ts';

/** Makes what is seen and heard of the calls, each when core or the person first asks for something of it. */
export class CallLinks {
  readonly #parts: CallsParts;
  readonly #entries: CallEntries;
  readonly #handlers: CallMediaHandlers;
  #account: { id: AccountId; shared: CallMediaParts } | undefined;

  constructor(parts: CallsParts, entries: CallEntries, handlers: CallMediaHandlers) {
    this.#parts = parts;
    this.#entries = entries;
    this.#handlers = handlers;
  }

  begin(accountId: AccountId): void {
    const { connection, identity, pins, relayOnly, devices } = this.#parts;
    this.#account = {
      id: accountId,
      shared: {
        connection,
        identity: identity(accountId),
        pins: pins(accountId),
        relayOnly,
        devices,
      },
    };
  }

  end(): void {
    this.#account = undefined;
  }

  /** What all calls share. */
  get shared(): CallMediaParts {
    return this.#signedIn().shared;
  }

  /** The media of the call; undefined where there is none on this platform, or the call is over. */
  of(session: CallSession | undefined): CallLink | undefined {
    const { media } = this.#parts.ports;
    if (session === undefined || media === undefined) return undefined;
    const entry = this.#entries.get(session.callId);
    if (entry === undefined || entry.media !== undefined || session.phase === 'ended') return entry?.media;
    const { id, shared } = this.#signedIn();
    const { callId, peerId, direction } = session;
    const { firstConnection, preparation } = entry;
    const isCaller = direction === 'outgoing';
    const call = { callId, peerId, accountId: id, isCaller, firstConnection, preparation };
    const link = new CallMedia(media, { ...shared, ...call }, this.#handlers);
    entry.media = link;
    if (entry.iceServers !== undefined && session.route !== null)
      link.setPath(session.route, entry.iceServers);
    for (const { from, frame } of entry.held.splice(0)) link.onSignal(from, frame);
    return link;
  }

  /** The person here has placed, accepted or taken over the call, or come back to it. */
  open(session: CallSession | undefined): void {
    const entry = session && this.#entries.get(session.callId);
    if (entry === undefined) return;
    entry.opened = true;
    const link = this.of(session);
    if (entry.muted) link?.setMuted(true);
    const { openOffer } = entry;
    if (openOffer !== undefined) link?.answerOpen(openOffer.from, openOffer.offer);
    link?.open(entry.camera);
  }

  get(callId: CallId): CallLink | undefined {
    return this.#entries.get(callId)?.media;
  }

  #signedIn(): { id: AccountId; shared: CallMediaParts } {
    if (this.#account === undefined) throw new ParleyError('unauthenticated', 'sign in first');
    return this.#account;
  }
}
