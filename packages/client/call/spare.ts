import type { DeviceId } from '@parley/protocol';
import type { Link } from './link.ts';

interface SparePlan {
  connection: number;
  offers: boolean;
  policy: RTCIceTransportPolicy;
}

/**
 * A connection that is made, and gathers, before it is known which device it is for; nothing of it is told. On the cold
 * path each side has one by the time that the offer comes: the caller's while it rings, the callee's from the accept.
 */
export class Spare {
  #made: { link: Link; plan: SparePlan } | undefined;

  get isThere(): boolean {
    return this.#made !== undefined;
  }

  keep(link: Link, plan: SparePlan): void {
    this.close();
    this.#made = { link, plan };
  }

  /** What was made, if it fits what is needed in the end (PRIV-3); what does not is closed. */
  takeFor(deviceId: DeviceId, needed: SparePlan): Link | undefined {
    const made = this.#made;
    if (made === undefined) return undefined;
    const { connection, offers, policy } = made.plan;
    const fits =
      connection === needed.connection &&
      offers === needed.offers &&
      policy === needed.policy &&
      made.link.usable;
    if (!fits) {
      this.close();
      return undefined;
    }
    this.#made = undefined;
    made.link.assign(deviceId);
    return made.link;
  }

  close(): void {
    this.#made?.link.close();
    this.#made = undefined;
  }
}
