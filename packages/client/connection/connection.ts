import { CLOSE, PROTOCOL_VERSION } from '@parley/protocol';
import type { DeviceId, EventFrame, IdentityKey, Platform, Reply, UpType, Welcome } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionState } from '../api.ts';
import { ParleyError, toParleyError } from '../error.ts';
import type { Ports } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import { OwnDeviceId } from './device-id.ts';
import { Link } from './link.ts';
import type { UpBody } from './link.ts';
import { createServerClock } from './server-clock.ts';

/** A link that lived this long was a good one, in milliseconds. */
const GOOD_AFTER_MS = 30_000;

export interface ConnectionHandlers {
  onWelcome: (welcome: Welcome) => void;
  onEvent: (frame: EventFrame) => void;
  /** The server ended the session (WIRE-11). */
  onSignedOut: () => void;
  /** A call runs here: a lost connection is wanted back sooner. */
  isInCall?: () => boolean;
}

export interface ConnectionOptions {
  origin: string;
  platform: Platform;
  /** A single-use ticket for `hello`, where the cookie does not speak for the session. */
  takeTicket: (() => Promise<string>) | undefined;
  /** What this device signs descriptions with, told in `hello`; undefined where it cannot be called (CALL-60). */
  identityKey: (() => Promise<IdentityKey | undefined>) | undefined;
  /** Asks over HTTP whether the session still holds; rejects with `unauthenticated` if not. */
  checkSession: () => Promise<unknown>;
}

/** Keeps one link to the server alive from `start` to `stop`, whatever the network does. */
export class Connection {
  readonly state: StoreApi<ConnectionState> = createStore<ConnectionState>(() => ({ status: 'idle' }));
  readonly clock = createServerClock();
  readonly #ports: Ports;
  readonly #options: ConnectionOptions;
  readonly #handlers: ConnectionHandlers;
  readonly #ownId: OwnDeviceId;
  #link: Link | undefined;
  #failures = 0;
  /** Undefined: the link of this moment has not been welcomed. */
  #welcomedAtMs: number | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each start and stop; what a past one has under way is let go. */
  #turn = 0;
  readonly #letGo: () => void;

  constructor(ports: Ports, options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#ports = ports;
    this.#options = options;
    this.#handlers = handlers;
    this.#ownId = new OwnDeviceId(ports);
    this.#letGo = ports.onWake(() => this.#onWake());
  }

  /** This running client among the account's devices. */
  get deviceId(): DeviceId {
    return this.#ownId.current;
  }

  start(): void {
    if (this.state.getState().status !== 'idle') return;
    this.#turn += 1;
    this.#failures = 0;
    void this.#dial();
  }

  stop(): void {
    this.#turn += 1;
    clearTimeout(this.#retryTimer);
    this.#link?.close();
    this.#link = undefined;
    this.state.setState({ status: 'idle' }, true);
  }

  /** `stop`, and no longer listens to the page either. */
  close(): void {
    this.stop();
    this.#letGo();
  }

  /** Sends a frame and resolves with its reply; rejects with `offline` where there is no connection. */
  async request<T extends UpType>(type: T, body: UpBody<T>): Promise<Reply<T>> {
    if (this.#link === undefined || this.state.getState().status !== 'online') {
      throw new ParleyError('offline', `${type} needs a connection`);
    }
    return await this.#link.request(type, body);
  }

  /** Resolves once the link is up; rejects when the connection is stopped first. */
  online(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (state: ConnectionState): boolean => {
        if (state.status === 'online') resolve();
        else if (state.status === 'idle') reject(new ParleyError('unauthenticated', 'sign in first'));
        else if (state.status === 'outdated') reject(new ParleyError('unsupported_version'));
        else return false;
        return true;
      };
      if (look(this.state.getState())) return;
      const unsubscribe = this.state.subscribe((state) => {
        if (look(state)) unsubscribe();
      });
    });
  }

  async #dial(): Promise<void> {
    const turn = this.#turn;
    this.#welcomedAtMs = undefined;
    this.state.setState({ status: 'connecting' }, true);
    let ticket: string | undefined;
    // Both at once; what this device is called and signs with is known at once after the first time.
    const self = Promise.all([this.#ownId.claim(), this.#identityKey()]);
    try {
      ticket = await this.#options.takeTicket?.();
    } catch (thrown) {
      if (turn === this.#turn) this.#onDialFailed(toParleyError(thrown));
      return;
    }
    const [deviceId, identityKey] = await self;
    if (turn !== this.#turn) return;
    const hello = {
      type: 'hello' as const,
      version: PROTOCOL_VERSION,
      deviceId,
      platform: this.#options.platform,
      ...(ticket === undefined ? {} : { ticket }),
      ...(identityKey === undefined ? {} : { identityKey }),
    };
    const url = `${this.#options.origin.replace(/^http/, 'ws')}/ws`;
    this.#link = new Link(this.#ports, url, hello, {
      onWelcome: (welcome, sentAtMs, receivedAtMs) => {
        this.#failures = 0;
        this.#welcomedAtMs = receivedAtMs;
        this.clock.set(welcome.serverTimeMs, sentAtMs, receivedAtMs);
        this.state.setState({ status: 'online' }, true);
        this.#handlers.onWelcome(welcome);
      },
      onEvent: this.#handlers.onEvent,
      onClosed: (code) => this.#onClosed(code),
    });
  }

  /** Without a key it can still be called, only not connected to while it rings. */
  async #identityKey(): Promise<IdentityKey | undefined> {
    return await this.#options.identityKey?.().catch(() => undefined);
  }

  #onDialFailed(error: ParleyError): void {
    if (error.code === 'unauthenticated') this.#handlers.onSignedOut();
    else this.#retryLater(error.retryAfterMs);
  }

  #onClosed(code: number): void {
    this.#link = undefined;
    switch (code) {
      case CLOSE.signedOut:
        return this.#handlers.onSignedOut();
      case CLOSE.unauthenticated:
        void this.#onDoubt();
        return;
      case CLOSE.unsupportedVersion:
        this.#turn += 1;
        this.state.setState({ status: 'outdated' }, true);
        return;
      case CLOSE.superseded:
        this.#ownId.renew();
        return this.#retryLater();
      default:
        return this.#onLost(code);
    }
  }

  #onLost(code: number): void {
    const nowMs = this.#ports.nowMs();
    const livedMs = nowMs - (this.#welcomedAtMs ?? nowMs);
    // A hidden tab's timers run once a minute, its events at once: a link that was good is dialled again without one,
    // or a call would not ring there. A server that goes away is not worth the rush.
    if (livedMs < GOOD_AFTER_MS || code === CLOSE.goingAway) return this.#retryLater();
    void this.#dial();
  }

  /** 4401 also follows a `hello` that came too late on a slow network: HTTP knows whether the session is gone. */
  async #onDoubt(): Promise<void> {
    const turn = this.#turn;
    this.state.setState({ status: 'connecting' }, true);
    const error = await this.#options.checkSession().then(
      () => undefined,
      (thrown: unknown) => toParleyError(thrown),
    );
    if (turn !== this.#turn) return;
    if (error?.code === 'unauthenticated') this.#handlers.onSignedOut();
    else this.#retryLater();
  }

  #retryLater(atLeastMs = 0): void {
    this.#failures += 1;
    const waitMs = Math.max(
      atLeastMs,
      backoffMs(this.#failures, this.#ports.random(), this.#handlers.isInCall?.()),
    );
    this.state.setState({ status: 'offline', retryAtMs: this.#ports.nowMs() + waitMs }, true);
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#dial(), waitMs);
  }

  #onWake(): void {
    const { status } = this.state.getState();
    if (status === 'online') this.#link?.probe();
    if (status !== 'offline') return;
    clearTimeout(this.#retryTimer);
    void this.#dial();
  }
}
