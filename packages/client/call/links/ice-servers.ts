import type { IceServer } from '@parley/protocol';

/** The wire's arrays are read-only here, the browser's type is not. */
export function toBrowsers(iceServers: readonly IceServer[]): RTCIceServer[] {
  return iceServers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}

/** The ICE servers of one call, as the server hands them out. */
export class CallIceServers {
  readonly #first: Promise<readonly IceServer[]>;
  #give: (iceServers: readonly IceServer[]) => void = () => undefined;
  #newest: readonly IceServer[] | undefined;

  constructor() {
    this.#first = new Promise((resolve) => {
      this.#give = resolve;
    });
  }

  /** The newest; none before the server has answered. */
  get known(): readonly IceServer[] {
    return this.#newest ?? [];
  }

  set(iceServers: readonly IceServer[]): void {
    this.#newest = iceServers;
    this.#give(iceServers);
  }

  /** The newest; before there are any, those that will come first. */
  get(): Promise<readonly IceServer[]> {
    return this.#newest === undefined ? this.#first : Promise.resolve(this.#newest);
  }
}
