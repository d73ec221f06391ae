import { DeviceId } from '@parley/protocol';
import type { TextStorage } from '../api.ts';
import type { Ports } from '../ports.ts';

/** Where a tab keeps which device it is. */
const KEY = 'parley.device';

/**
 * Which of the account's devices this program is. A tab stays the same one when it is loaded again (CALL-52); a tab that
 * was duplicated has a copy of the name and takes another, because one program at a time may hold a name.
 */
export class OwnDeviceId {
  readonly #ports: Pick<Ports, 'newId' | 'claim'>;
  readonly #storage: TextStorage | undefined;
  #id: DeviceId;
  #claimed: Promise<void> | undefined;

  constructor(ports: Pick<Ports, 'newId' | 'claim' | 'tabStorage'>) {
    this.#ports = ports;
    this.#storage = ports.tabStorage;
    this.#id = this.#kept() ?? this.#make();
  }

  get current(): DeviceId {
    return this.#id;
  }

  /** Makes sure that nobody else here is this device; resolves with the id to say hello with. */
  async claim(): Promise<DeviceId> {
    this.#claimed ??= this.#claim();
    await this.#claimed;
    return this.#id;
  }

  /** Another took this one's place at the server: be somebody else. */
  renew(): void {
    this.#id = this.#make();
    this.#claimed = undefined;
  }

  async #claim(): Promise<void> {
    if (await this.#ports.claim(`parley.device.${this.#id}`)) return;
    this.#id = this.#make();
    await this.#ports.claim(`parley.device.${this.#id}`);
  }

  // An id of our own making; the brand says what it names.
  #make(): DeviceId {
    const id = this.#ports.newId() as DeviceId;
    try {
      this.#storage?.setItem(KEY, id);
    } catch {
      // A browser that keeps nothing: a reload is a new device, as it would be in another tab.
    }
    return id;
  }

  #kept(): DeviceId | undefined {
    try {
      const parsed = DeviceId.safeParse(this.#storage?.getItem(KEY));
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }
}
