import type { AccountId, CallId, IdentityKey } from '@parley/protocol';
import type { CallEncryption } from '../api.ts';
import { EmojiExchange, readSdpIdentity } from './identity/index.ts';
import type { DeviceIdentity, EmojiMessage, Pins } from './identity/index.ts';
import type { Link } from './links/link.ts';

/** More is never due before the first answer; what is dropped is said again. */
const MOST_EARLY = 4;

interface EncryptionOptions {
  callId: CallId;
  peerId: AccountId;
  isCaller: boolean;
  identity: Promise<DeviceIdentity | undefined>;
  pins: Pins;
}

/** What of one call's encryption is shown and checked: the other device's key and the four emoji (CALL-65, CALL-67). */
export class CallEncryptionCheck {
  readonly #options: EncryptionOptions;
  readonly #onChange: () => void;
  readonly #onCheated: () => void;
  #link: Link | undefined;
  #exchange: EmojiExchange | undefined;
  /** What the other side said while this one was still looking up the key. */
  #early: EmojiMessage[] = [];
  #key: IdentityKey | undefined;
  #view: CallEncryption | undefined;
  /** Confirmed in this very call. */
  #confirmed = false;

  constructor(options: EncryptionOptions, onChange: () => void, onCheated: () => void) {
    this.#options = options;
    this.#onChange = onChange;
    this.#onCheated = onCheated;
  }

  get view(): CallEncryption | undefined {
    return this.#view;
  }

  get confirmed(): boolean {
    return this.#confirmed;
  }

  /** Who is calling, while it rings: what is known of the key is shown, nothing is remembered (CALL-67). */
  async meet(link: Link): Promise<void> {
    const { key } = link;
    if (key === undefined) return;
    const known = await this.#options.pins.look(this.#options.peerId, key);
    if (this.#link !== undefined) return;
    this.#view = known;
    this.#onChange();
  }

  /** This connection carries the call, and what it is made of is known: each has emoji of its own. */
  async begin(link: Link): Promise<void> {
    if (this.#link === link) return;
    const { descriptions, key } = link;
    if (descriptions === undefined || key === undefined) return;
    this.#link = link;
    this.#exchange = undefined;
    this.#early = [];
    const { identity, isCaller, callId, pins, peerId } = this.#options;
    const [own, known] = await Promise.all([identity, pins.look(peerId, key)]);
    const [mine, theirs] = [readSdpIdentity(descriptions.local), readSdpIdentity(descriptions.remote)];
    if (this.#link !== link || own === undefined || mine === undefined || theirs === undefined) return;
    if (this.#key !== key) {
      this.#key = key;
      this.#view = known;
      void pins.keep(peerId, key);
    } else this.#view = this.#view && { peerKey: this.#view.peerKey, verified: this.#view.verified };
    this.#onChange();
    const [caller, callee] = isCaller
      ? [
          { ...mine, key: own.publicKey },
          { ...theirs, key },
        ]
      : [
          { ...theirs, key },
          { ...mine, key: own.publicKey },
        ];
    this.#exchange = new EmojiExchange(
      isCaller ? 'caller' : 'callee',
      {
        callId,
        connection: link.connection,
        callerFingerprint: caller.fingerprint,
        calleeFingerprint: callee.fingerprint,
        callerKey: caller.key,
        calleeKey: callee.key,
      },
      {
        send: (message) => link.tell(message),
        onReady: (emoji) => this.#onEmoji(link, emoji),
        onCheated: () => this.#onEmojiCheated(link),
      },
    );
    if (link.canTell) this.#exchange.onOpen();
    for (const message of this.#early.splice(0)) this.#exchange.onMessage(message);
  }

  /** With each heartbeat: what was lost is said again. */
  tick(): void {
    if (this.#link?.canTell === true) this.#exchange?.onOpen();
  }

  onMessage(link: Link, message: EmojiMessage): void {
    if (link !== this.#link) return;
    if (this.#exchange !== undefined) this.#exchange.onMessage(message);
    else if (this.#early.length < MOST_EARLY) this.#early.push(message);
  }

  /** The two people have compared the emoji of this moment, and they are the same. */
  confirm(): void {
    if (this.#view?.emoji === undefined || this.#key === undefined) return;
    this.#confirmed = true;
    this.#view = { ...this.#view, verified: true };
    void this.#options.pins.verify(this.#options.peerId, this.#key);
    this.#onChange();
  }

  /** They differ: the key is a stranger's again (CALL-68). */
  deny(): void {
    if (this.#view === undefined || this.#key === undefined) return;
    const { peerKey } = this.#view;
    this.#confirmed = false;
    this.#view = { ...this.#view, peerKey: peerKey === 'known' ? 'changed' : peerKey, verified: false };
    void this.#options.pins.forget(this.#options.peerId, this.#key);
    this.#onChange();
  }

  #onEmoji(link: Link, emoji: readonly string[]): void {
    if (link !== this.#link || this.#view === undefined) return;
    this.#view = { ...this.#view, emoji };
    this.#onChange();
  }

  #onEmojiCheated(link: Link): void {
    if (link !== this.#link) return;
    if (this.#view !== undefined) this.#view = { peerKey: this.#view.peerKey, verified: this.#view.verified };
    this.#onCheated();
  }
}
