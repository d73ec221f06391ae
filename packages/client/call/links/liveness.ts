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
        return this.#handlers.onEvent('mediaLost');
      case 'failed':
        if (!this.#away) this.#recovery.onFailed();
        return this.#handlers.onEvent('mediaLost');
      case 'new':
      case 'connecting':
      case 'closed':
        return undefined;
    }
  }

  /** A heart that stops is noticed before ICE does; one that beats again ends the interruption. */
  onBeat({ state }: Pick<Link, 'state'>): void {
    this.#back();
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
    this.#handlers.onEvent('mediaLost');
  }

  /** This connection cannot be restarted any more. */
  onBroken(): void {
    this.#recovery.onBroken();
    this.#handlers.onEvent('mediaLost');
  }

  onAway(): void {
    if (this.#away) return;
    this.#away = true;
    clearTimeout(this.#silence);
    this.#recovery.stop();
    this.#handlers.onEvent('peerAway');
    this.#handlers.onEvent('mediaLost');
  }

  onRenewedThere(): void {
    this.#recovery.onRenewedThere();
  }

  stop(): void {
    this.#stall.stop();
    clearTimeout(this.#silence);
    this.#recovery.stop();
  }

  #back(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#handlers.onEvent('peerBack');
  }

  /** Perhaps a moment's, so nobody is told yet; a restart takes nothing from what still flows. */
  #onStall(): void {
    if (this.#away || this.#isSilent) return;
    this.#isSilent = true;
    this.#recovery.onFailed();
  }
}
