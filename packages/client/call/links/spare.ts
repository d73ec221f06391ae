import type { DeviceId } from '@parley/protocol';
import type { Link, LinkPlan } from './link.ts';

/**
 * The caller's connection that is made, and gathers, before it is known which device will answer (CALL-40). Its offer may
 * be told without an address; nothing else of it is.
 */
export class Spare {
  #link: Link | undefined;

  get isThere(): boolean {
    return this.#link !== undefined;
  }

  keep(link: Link): void {
    this.close();
    this.#link = link;
  }

  /** What was made, if it fits what is needed in the end (PRIV-3); what does not is closed. */
  takeFor(deviceId: DeviceId, { connection, policy }: LinkPlan): Link | undefined {
    const link = this.#link;
    if (link?.usable !== true || link.connection !== connection || link.policy !== policy) {
      this.close();
      return undefined;
    }
    this.#link = undefined;
    link.assign(deviceId);
    return link;
  }

  close(): void {
    this.#link?.close();
    this.#link = undefined;
  }
}
