import type { AccountId, IdentityKey } from '@parley/protocol';
import type { CallEncryption } from '../api.ts';
import type { IdentityStorage, Pin } from './storage.ts';

/** More keys of one person than this are not remembered; the verified ones go last. */
const MOST_PINS = 32;

/** What this device knows of a person's key. */
export type KnownKey = Pick<CallEncryption, 'peerKey' | 'verified'>;

/**
 * The keys that people were met with, by account: trusted on first use, a change is shown (CALL-67).
 * Looking changes nothing; `keep` is for a call that both have agreed to.
 */
export class Pins {
  readonly #storage: IdentityStorage;
  readonly #accountId: AccountId;
  readonly #nowMs: () => number;

  constructor(storage: IdentityStorage, accountId: AccountId, nowMs: () => number) {
    this.#storage = storage;
    this.#accountId = accountId;
    this.#nowMs = nowMs;
  }

  /** What to show of a key. Ask once, before `keep`, and let it stand for the call: kept, every key is known. */
  async look(personId: AccountId, key: IdentityKey): Promise<KnownKey> {
    const pins = await this.#change(personId, (known) => known);
    const pin = pins.find((one) => one.key === key);
    if (pin !== undefined) return { peerKey: 'known', verified: pin.verified };
    return { peerKey: pins.length === 0 ? 'first' : 'changed', verified: false };
  }

  async status(personId: AccountId, key: IdentityKey): Promise<KnownKey['peerKey']> {
    return (await this.look(personId, key)).peerKey;
  }

  async isVerified(personId: AccountId, key: IdentityKey): Promise<boolean> {
    return (await this.look(personId, key)).verified;
  }

  /** The person was talked to with this key. */
  async keep(personId: AccountId, key: IdentityKey): Promise<void> {
    await this.#change(personId, (pins) => this.#with(pins, key));
  }

  /** The two people have compared the emoji of a connection with this key. */
  async verify(personId: AccountId, key: IdentityKey): Promise<void> {
    await this.#change(personId, (pins) =>
      this.#with(pins, key).map((pin) => (pin.key === key ? { ...pin, verified: true } : pin)),
    );
  }

  /** The emoji differed: whoever has this key is a stranger again. */
  async forget(personId: AccountId, key: IdentityKey): Promise<void> {
    await this.#change(personId, (pins) => pins.filter((pin) => pin.key !== key));
  }

  #with(pins: readonly Pin[], key: IdentityKey): readonly Pin[] {
    if (pins.some((pin) => pin.key === key)) return pins;
    const room = dropUntil(pins, MOST_PINS - 1);
    return [...room, { key, firstSeenAtMs: this.#nowMs(), verified: false }];
  }

  async #change(
    personId: AccountId,
    change: (pins: readonly Pin[]) => readonly Pin[],
  ): Promise<readonly Pin[]> {
    return await this.#storage.changePins(this.#accountId, personId, change);
  }
}

/** The oldest go first, verified ones after all others. */
function dropUntil(pins: readonly Pin[], most: number): readonly Pin[] {
  if (pins.length <= most) return pins;
  const drop = pins.find((pin) => !pin.verified) ?? pins[0];
  return dropUntil(
    pins.filter((pin) => pin !== drop),
    most,
  );
}
