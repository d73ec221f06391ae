import { SILENCE_MS } from './control.ts';
import type { Link } from './link.ts';
import { Recovery } from './recovery.ts';
import { Stall } from './stall.ts';

type LivenessEvent = 'mediaConnected' | 'mediaLost' | 'mediaFailed' | 'peerAway' | 'peerBack';

interface LivenessHandlers {
  onEvent: (type: LivenessEvent) => void;
  /** When the latest sound or picture came, by whatever clock; undefined where none has. */
  newestMedia: () => number | undefined;
  restart: () => void;
  renew: () => void;
}

/** Does what carries the call still live? From the connection's state, the other side's heartbeat and its own word. */
export class Liveness {
  readonly #handlers: LivenessHandlers;
  readonly #recovery: Recovery;
  readonly #stall: Stall;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;
  /** The other device's page has gone away, and may be back (CALL-52). */
  #away = false;
  /** The server says that it has lost that device (CALL-39): the beats that have come since; undefined: it has not. */
  #beatsSinceGone: number | undefined;
  /** The session was told that the page is away, and not yet that it is back. */
  #saidAway = false;

  constructor(handlers: LivenessHandlers) {
    this.#handlers = handlers;
    this.#recovery = new Recovery(handlers);
    this.#stall = new Stall(handlers.newestMedia, () => this.#onStall());
  }

  onState({ state }: Pick<Link, 'state'>): void {
    switch (state) {
      case 'connected':
        this.#recovery.onConnected();
        this.#isSilent = false;
        this.#back();
        return this.#handlers.onEvent('mediaConnected');
      case 'disconnected':
        if (!this.#away) this.#recovery.onDisconnected();
        return this.#lost();
      case 'failed':
        if (!this.#away) this.#recovery.onFailed();
        return this.#lost();
      case 'new':
      case 'connecting':
      case 'closed':
        return undefined;
    }
  }

  /** A heart that stops is noticed before ICE does; one that beats again ends the interruption. */
  onBeat({ state }: Pick<Link, 'state'>): void {
    this.#back();
    if (this.#beatsSinceGone !== undefined) this.#beatsSinceGone += 1;
    if (this.#isSilent && state === 'connected') this.onState({ state });
    this.#stall.onBeat();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#isSilent = true;
      this.onSilence();
    }, SILENCE_MS);
  }

  /** Nothing has come for a while: another way is tried at once. */
  onSilence(): void {
    if (this.#away) return;
    this.#isSilent = true;
    this.#recovery.onFailed();
    this.#lost();
  }

  /** This connection cannot be restarted any more. */
  onBroken(): void {
    this.#recovery.onBroken();
    this.#lost();
  }

  onAway(): void {
    if (this.#away) return;
    this.#away = true;
    clearTimeout(this.#silence);
    this.#recovery.stop();
    this.#sayAway();
    this.#handlers.onEvent('mediaLost');
  }

  /** The server has lost that device. Where nothing comes from it either, its page is gone, as in a crash (CALL-52). */
  onGone(): void {
    this.#beatsSinceGone = 0;
    if (this.#isSilent) this.#lost();
  }

  onRenewedThere(): void {
    this.#recovery.onRenewedThere();
  }

  stop(): void {
    this.#stall.stop();
    clearTimeout(this.#silence);
    this.#recovery.stop();
  }

  /** One beat may have been on its way; whose heart goes on has only lost its socket. */
  get #isGone(): boolean {
    return this.#beatsSinceGone !== undefined && this.#beatsSinceGone <= 1;
  }

  #lost(): void {
    if (this.#isGone) this.#sayAway();
    this.#handlers.onEvent('mediaLost');
  }

  #sayAway(): void {
    if (this.#saidAway) return;
    this.#saidAway = true;
    this.#handlers.onEvent('peerAway');
  }

  #back(): void {
    this.#away = false;
    if (!this.#saidAway) return;
    this.#saidAway = false;
    this.#handlers.onEvent('peerBack');
  }

  /** Perhaps a moment's, so nobody is told yet; a restart takes nothing from what still flows. */
  #onStall(): void {
    if (this.#away || this.#isSilent) return;
    this.#isSilent = true;
    this.#recovery.onFailed();
    if (this.#isGone) this.#lost();
  }
}
