import type { DeviceId } from '@parley/protocol';
import type { Link, LinkPlan } from './link.ts';

/**
 * The caller's connection that is made, and gathers, before it is known which device will answer (CALL-40). Its offer may
 * be told without an address; nothing else of it is.
 */
export class Spare {
  #made: { link: Link; plan: LinkPlan } | undefined;

  get isThere(): boolean {
    return this.#made !== undefined;
  }

  keep(link: Link, plan: LinkPlan): void {
    this.close();
    this.#made = { link, plan };
  }

  /** What was made, if it fits what is needed in the end (PRIV-3); what does not is closed. */
  takeFor(deviceId: DeviceId, needed: LinkPlan): Link | undefined {
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
