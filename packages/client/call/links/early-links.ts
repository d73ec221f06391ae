import { MAX_PRECONNECTED_DEVICES } from '@parley/protocol';
import type { ReachableDevice } from '@parley/protocol';
import type { InviteOffers } from '../media-types.ts';
import type { Link, LinkPlan } from './link.ts';
import type { Remote, Remotes } from './remotes.ts';
import type { OwnTracks } from './transceivers.ts';

/** Offers of more than this, in characters, follow the invite, whose frame has a limit (WIRE-2). */
const MOST_OFFERED = 48_000;
const FIRST: LinkPlan = { connection: 1, offers: true, policy: 'relay' };

/** The caller's connections to devices of the callee's while it rings (CALL-40): through the relay only. */
export class EarlyLinks {
  readonly #remotes: Remotes;
  readonly #add: (remote: Remote, plan: LinkPlan) => Link;
  #video: MediaStreamTrack | undefined;

  constructor(remotes: Remotes, add: (remote: Remote, plan: LinkPlan) => Link) {
    this.#remotes = remotes;
    this.#add = add;
  }

  /** A connection to each of them that there is none to, as far as there is room. */
  begin(devices: readonly ReachableDevice[]): readonly Link[] {
    const room = MAX_PRECONNECTED_DEVICES - this.#remotes.all.length;
    const fresh = devices
      .filter(({ deviceId }) => this.#remotes.get(deviceId) === undefined)
      .slice(0, Math.max(0, room));
    return fresh.map(({ deviceId, identityKey }) => {
      const remote = this.#remotes.of(deviceId);
      remote.key = identityKey;
      const link = this.#add(remote, FIRST);
      if (this.#video !== undefined) link.setTracks(this.#tracks);
      return link;
    });
  }

  /** The offers to those devices, to travel with the invite. */
  async takeOffers(): Promise<InviteOffers> {
    this.#remotes.pause();
    const made = this.#remotes.all.map(async ({ links: [link], ...remote }) => {
      const signal = await link?.takeOffer();
      return link === undefined || signal === undefined ? [] : [{ link, remote, signal }];
    });
    let length = 0;
    return (await Promise.all(made)).flat().flatMap(({ link, remote: { deviceId, line }, signal }) => {
      length += JSON.stringify(signal).length;
      if (length <= MOST_OFFERED) return [{ toDeviceId: deviceId, ...line.place(signal), signal }];
      this.#remotes.say(link, signal);
      return [];
    });
  }

  /** The caller's picture, and nothing else, to every device that it rings at; hidden there until the accept (CALL-44). */
  setVideo(video: MediaStreamTrack | undefined): void {
    this.#video = video;
    for (const link of this.#remotes.links) link.setTracks(this.#tracks);
  }

  get #tracks(): OwnTracks {
    return { audio: undefined, video: this.#video, screen: undefined };
  }
}
