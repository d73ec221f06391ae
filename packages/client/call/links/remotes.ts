import type { DeviceId, IdentityKey, Signal } from '@parley/protocol';
import type { Link } from './link.ts';
import type { SignalFrame } from '../media-types.ts';
import { SignalLine } from './signals.ts';
import type { PlacedSignal } from './signals.ts';

/** Signals that nothing uses yet wait, of all devices together; more than this are dropped, and asked for later. */
const MOST_HELD = 128;

/** Another device of a call, with every connection to it. */
export interface Remote {
  readonly deviceId: DeviceId;
  readonly line: SignalLine;
  /** What it signs with: one key as long as it is that device. */
  key: IdentityKey | undefined;
  /** The greatest number of a connection with it. */
  last: number;
  /** Its offer may be answered while it rings (CALL-41). */
  early: boolean;
  links: readonly Link[];
}

interface RemotesHandlers {
  /** Hands a signal to the server. */
  send: (to: DeviceId, placed: PlacedSignal) => Promise<unknown>;
  /** A signal whose turn has come. */
  onSignal: (remote: Remote, placed: PlacedSignal) => void;
  /** More was lost on the way to a device than is kept. */
  onLost: () => void;
}

/** The other devices of one call, and what is said between each of them and this one. */
export class Remotes {
  readonly #handlers: RemotesHandlers;
  readonly #all = new Map<DeviceId, Remote>();
  readonly #startMs = Date.now();
  #held: { from: DeviceId; frame: SignalFrame }[] = [];
  /** What must not be said yet, in its order. */
  #paused: { link: Link; signal: Signal }[] | undefined;

  constructor(handlers: RemotesHandlers) {
    this.#handlers = handlers;
  }

  get all(): readonly Remote[] {
    return [...this.#all.values()];
  }

  get links(): readonly Link[] {
    return this.all.flatMap(({ links }) => links);
  }

  get(deviceId: DeviceId): Remote | undefined {
    return this.#all.get(deviceId);
  }

  /** The device, known from now on. */
  of(deviceId: DeviceId): Remote {
    const known = this.#all.get(deviceId);
    if (known !== undefined) return known;
    const line = new SignalLine(this.#startMs, {
      send: (placed) => this.#handlers.send(deviceId, placed),
      onSignal: (placed) => this.#handlers.onSignal(remote, placed),
      onLost: () => this.#handlers.onLost(),
    });
    const remote: Remote = { deviceId, line, key: undefined, last: 0, early: false, links: [] };
    this.#all.set(deviceId, remote);
    return remote;
  }

  enter(remote: Remote, link: Link): void {
    remote.links = [...remote.links, link];
    remote.last = Math.max(remote.last, link.connection);
  }

  say(link: Link, signal: Signal): void {
    const remote = link.deviceId === undefined ? undefined : this.#all.get(link.deviceId);
    if (remote === undefined) return;
    if (this.#paused === undefined) remote.line.send(signal);
    else this.#paused.push({ link, signal });
  }

  /** Nothing may be said yet: the server does not know the call, or that it is answered. */
  pause(): void {
    this.#paused ??= [];
  }

  /** It may be said from now on. */
  release(): void {
    const paused = this.#paused ?? [];
    this.#paused = undefined;
    // What was closed meanwhile has nothing to say.
    for (const { link, signal } of paused) if (this.links.includes(link)) this.say(link, signal);
  }

  /** Keeps what came until something uses it. */
  hold(from: DeviceId, frame: SignalFrame): void {
    if (this.#held.length < MOST_HELD) this.#held.push({ from, frame });
  }

  /** What came of this device is of use now. */
  takeHeld(deviceId: DeviceId): void {
    const due = this.#held.filter(({ from }) => from === deviceId);
    this.#held = this.#held.filter(({ from }) => from !== deviceId);
    for (const { frame } of due) this.of(deviceId).line.receive(frame);
  }

  close(link: Link): void {
    link.close();
    for (const remote of this.#all.values()) {
      if (!remote.links.includes(link)) continue;
      remote.key ??= link.key;
      remote.links = remote.links.filter((one) => one !== link);
    }
  }

  /** Nothing more is said to this device, or heard of it. */
  drop(remote: Remote): void {
    remote.line.close();
    for (const link of remote.links) link.close();
    remote.links = [];
    this.#held = this.#held.filter(({ from }) => from !== remote.deviceId);
    this.#all.delete(remote.deviceId);
  }
}
