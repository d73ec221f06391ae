import { advanceDevice, createDeviceCalls, currentSession, isAgreed, nextDeadlineMs } from '@parley/core';
import type { CallSession, DeviceCalls, DeviceEvent, SessionEffect, SessionEvent } from '@parley/core';
import { CALL_ATTEST_INTERVAL_MS } from '@parley/protocol';
import type {
  AccountId,
  Call,
  CallId,
  CallKind,
  Down,
  EventFrame,
  IceServer,
  Person,
  Welcome,
} from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CallsState, CallView } from '../api.ts';
import type { Connection } from '../connection/connection.ts';
import { ParleyError, toParleyError } from '../error.ts';
import type { Ports } from '../ports.ts';
import { CallMedia } from './call-media.ts';
import { CallFrames } from './frames.ts';
import { toCallView } from './view.ts';
import type { CallActions } from './view.ts';

/** An ended call leaves the page by itself after this long, in milliseconds: time to read how it ended. */
const DISMISS_MS = 4_000;
/** The same where the person here ended it, and knows. */
const LEFT_DISMISS_MS = 1_200;

const NO_CALLS: CallsState = { current: undefined, incoming: [] };

interface CallsParts {
  connection: Connection;
  ports: Ports;
  relayOnly: boolean;
}

/** What the shell keeps beside the session of a call. */
interface Entry {
  readonly peer: Person;
  /** The person here placed or accepted it: the page shows it as the current call. */
  opened: boolean;
  /** Accepting a video call can leave the camera off. */
  camera: boolean;
  media: CallMedia | undefined;
  /** The person here hung up or cancelled. */
  left: boolean;
  /** Ended and closed by the person here, or by time; the session may live on to repeat its leaving (CALL-23). */
  dismissed: boolean;
  actions: CallActions;
}

/**
 * Runs core/call: every event goes through `advanceDevice`, every effect that comes out is carried out here, and what
 * a page shows is made of the result. Nothing here judges.
 */
export class Calls {
  readonly state: StoreApi<CallsState> = createStore<CallsState>(() => NO_CALLS);
  readonly #parts: CallsParts;
  readonly #frames: CallFrames;
  readonly #entries = new Map<CallId, Entry>();
  readonly #listeners = new Set<(call: CallView) => void>();
  #calls: DeviceCalls | undefined;
  readonly #dismissTimers = new Map<CallId, ReturnType<typeof setTimeout>>();
  #deadlineTimer: ReturnType<typeof setTimeout> | undefined;
  #attestTimer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: CallsParts) {
    this.#parts = parts;
    this.#frames = new CallFrames(parts.connection, {
      onAnswer: (callId, call, iceServers) => this.#onAnswer(callId, call, iceServers),
      onRefused: (callId, frame, code) => this.#session(callId, { type: 'refused', frame, code }),
    });
  }

  /** Another person signed in here, or the same one again. */
  begin(accountId: AccountId): void {
    this.#calls = createDeviceCalls(accountId, this.#parts.connection.deviceId);
  }

  place(peer: Person, kind: CallKind): CallId {
    if (this.#calls === undefined) throw new ParleyError('unauthenticated', 'sign in first');
    const before = currentSession(this.#calls);
    // An id of our own making; the brand says what it names.
    const callId = this.#parts.ports.newId() as CallId;
    this.#entries.set(callId, this.#entry(callId, peer, kind === 'video'));
    this.#run({ type: 'place', callId, calleeId: peer.id, kind });
    // Where the peer was ringing here already, placing was accepting, under that call's id (CALL-8).
    const placed = currentSession(this.#calls);
    if (placed === undefined || placed.callId === before?.callId) {
      throw new ParleyError('already_in_call', 'end the running call first');
    }
    return placed.callId;
  }

  get(callId: CallId): CallView | undefined {
    const session = this.#calls?.sessions.find((one) => one.callId === callId);
    const entry = this.#entries.get(callId);
    return session === undefined || entry === undefined
      ? undefined
      : toCallView(session, entry.peer, entry.media?.view(), entry.actions);
  }

  onIncoming(listener: (call: CallView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onWelcome(welcome: Welcome): void {
    if (this.#calls === undefined) return;
    this.#calls = { ...this.#calls, deviceId: welcome.deviceId };
    for (const { call, peer } of welcome.calls) this.#know(call.id, peer, call.kind);
    this.#run({ type: 'listed', calls: welcome.calls.map(({ call }) => this.#localTimes(call)) });
    this.#frames.resume();
    for (const { media } of this.#entries.values()) media?.onSocketBack();
    this.#attest();
  }

  onFrame(frame: Extract<EventFrame, { type: `call.${string}` }>): void {
    switch (frame.type) {
      case 'call.ringing':
        this.#know(frame.call.id, frame.peer, frame.call.kind);
        return this.#run({ type: 'told', call: this.#localTimes(frame.call) });
      case 'call.accepted':
      case 'call.ended':
        return this.#run({ type: 'told', call: this.#localTimes(frame.call) });
      case 'call.signalled':
        return this.#onSignalled(frame);
    }
  }

  /** The page goes away, or the person signs out: whoever is at the other end should know at once. */
  leave(): void {
    for (const session of this.#calls?.sessions ?? []) this.#session(session.callId, { type: 'hangUp' });
  }

  /** Calls were taken from this device: what rings here stops, without a word to anybody (ROLL-7). */
  stopRinging(): void {
    for (const { callId, phase } of this.#calls?.sessions ?? [])
      if (phase === 'incoming') this.#session(callId, { type: 'notListed' });
  }

  onNetworkChange(): void {
    for (const { media } of this.#entries.values()) media?.onNetworkChange();
  }

  reset(): void {
    clearTimeout(this.#deadlineTimer);
    clearInterval(this.#attestTimer);
    this.#attestTimer = undefined;
    this.#frames.reset();
    for (const timer of this.#dismissTimers.values()) clearTimeout(timer);
    this.#dismissTimers.clear();
    for (const { media } of this.#entries.values()) media?.close(false);
    this.#entries.clear();
    this.#calls = undefined;
    this.state.setState(NO_CALLS, true);
  }

  #entry(callId: CallId, peer: Person, camera: boolean): Entry {
    const tell = (event: SessionEvent): void => this.#session(callId, event);
    const leave = (event: SessionEvent): void => {
      const entry = this.#entries.get(callId);
      if (entry !== undefined) entry.left = true;
      tell(event);
    };
    const actions: CallActions = {
      accept: (options) => {
        const entry = this.#entries.get(callId);
        if (entry !== undefined) entry.camera &&= options?.camera ?? true;
        tell({ type: 'accept' });
      },
      decline: () => tell({ type: 'decline' }),
      cancel: () => leave({ type: 'cancel' }),
      hangUp: () => leave({ type: 'hangUp' }),
      setMuted: (muted) => this.#entries.get(callId)?.media?.setMuted(muted),
      setCamera: (on) => this.#entries.get(callId)?.media?.setCamera(on),
      dismiss: () => this.#dismiss(callId),
    };
    return { peer, opened: false, camera, media: undefined, left: false, dismissed: false, actions };
  }

  /** Who a call is with; a session alone knows only the account's id. */
  #know(callId: CallId, peer: Person, kind: CallKind): void {
    if (!this.#entries.has(callId)) this.#entries.set(callId, this.#entry(callId, peer, kind === 'video'));
  }

  #session(callId: CallId, event: SessionEvent): void {
    this.#run({ type: 'session', callId, event });
  }

  #run(event: DeviceEvent): void {
    if (this.#calls === undefined) return;
    const before = this.#calls.sessions;
    const step = advanceDevice(this.#calls, event, this.#parts.ports.nowMs());
    this.#calls = step.calls;
    for (const { callId, effect } of step.effects) this.#perform(callId, effect);
    this.#afterStep(before);
  }

  #perform(callId: CallId, effect: SessionEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#send(callId, effect);
      case 'openMedia':
        return this.#openMedia(callId);
      case 'connect':
        return this.#connect(callId, effect);
      case 'closeMedia':
        return this.#entries.get(callId)?.media?.close(effect.tellPeer);
      case 'adoptMedia':
        return this.#adoptMedia(callId, effect.fromCallId);
    }
  }

  #send(callId: CallId, { frame, because }: Extract<SessionEffect, { type: 'send' }>): void {
    if (frame === 'call.hang-up')
      return this.#frames.send(callId, { type: frame, because: because ?? 'completed' });
    if (frame !== 'call.invite') return this.#frames.send(callId, { type: frame });
    const session = this.#calls?.sessions.find((one) => one.callId === callId);
    if (session !== undefined)
      this.#frames.send(callId, { type: frame, calleeId: session.peerId, kind: session.kind });
  }

  #openMedia(callId: CallId): void {
    const entry = this.#entries.get(callId);
    if (entry === undefined) return;
    entry.opened = true;
    const { ports, connection, relayOnly } = this.#parts;
    if (ports.media === undefined) return;
    entry.media = new CallMedia(
      ports.media,
      { connection, callId, relayOnly, camera: entry.camera },
      {
        onChange: () => this.#publish(),
        onEvent: (servedId, type) => this.#session(servedId, { type }),
      },
    );
  }

  #connect(callId: CallId, effect: Extract<SessionEffect, { type: 'connect' }>): void {
    const media = this.#entries.get(callId)?.media;
    // Signalling without media: agreed is connected. Later, because this step is not finished yet.
    if (media === undefined) queueMicrotask(() => this.#session(callId, { type: 'mediaConnected' }));
    else media.connect(effect);
  }

  #adoptMedia(callId: CallId, fromCallId: CallId): void {
    const from = this.#entries.get(fromCallId);
    if (from === undefined) return;
    const entry = this.#entry(callId, from.peer, from.camera);
    this.#entries.set(callId, { ...entry, opened: true, media: from.media });
    from.media?.serve(callId);
    this.#entries.delete(fromCallId);
  }

  #onAnswer(callId: CallId, call: Call, iceServers: readonly IceServer[] | undefined): void {
    // Where both called at once, another device's news may have moved the media to the other call already (CALL-8).
    const media = (this.#entries.get(callId) ?? this.#entries.get(call.id))?.media;
    if (iceServers !== undefined) media?.setPath(call.route, iceServers);
    this.#run({ type: 'told', call: this.#localTimes(call), replyTo: callId });
    const session = this.#calls?.sessions.find((one) => one.callId === callId);
    if (session?.phase === 'ringing') this.#entries.get(callId)?.media?.prepareOffer();
  }

  #onSignalled(frame: Down<'call.signalled'>): void {
    // Without media, which only the person here opens, nothing happens (CALL-20).
    this.#entries.get(frame.callId)?.media?.onSignal(frame.fromDeviceId, frame.signal);
  }

  #localTimes<C extends Call>(call: C): C {
    if (call.state !== 'ringing') return call;
    return { ...call, ringExpiresAtMs: this.#parts.connection.clock.toLocalMs(call.ringExpiresAtMs) };
  }

  #afterStep(before: readonly CallSession[]): void {
    const sessions = this.#calls?.sessions ?? [];
    const known = new Set(sessions.map((session) => session.callId));
    for (const callId of this.#entries.keys()) if (!known.has(callId)) this.#entries.delete(callId);
    for (const session of sessions) if (session.phase === 'ended') this.#dismissLater(session.callId);
    this.#setTimers(sessions);
    this.#publish();
    for (const { phase, callId } of sessions) {
      if (phase !== 'incoming' || before.some((session) => session.callId === callId)) continue;
      const view = this.get(callId);
      if (view !== undefined) for (const listener of this.#listeners) listener(view);
    }
  }

  #dismissLater(callId: CallId): void {
    if (this.#dismissTimers.has(callId)) return;
    const waitMs = this.#entries.get(callId)?.left === true ? LEFT_DISMISS_MS : DISMISS_MS;
    const timer = setTimeout(() => {
      this.#dismissTimers.delete(callId);
      this.#dismiss(callId);
    }, waitMs);
    this.#dismissTimers.set(callId, timer);
  }

  #dismiss(callId: CallId): void {
    const session = this.#calls?.sessions.find((one) => one.callId === callId);
    const entry = this.#entries.get(callId);
    if (session?.phase === 'ended' && entry !== undefined) entry.dismissed = true;
    // Where the server has not answered yet, the session stays and this is tried again.
    this.#run({ type: 'dismiss', callId });
  }

  #setTimers(sessions: readonly CallSession[]): void {
    clearTimeout(this.#deadlineTimer);
    const deadlines = sessions.flatMap((session) => nextDeadlineMs(session) ?? []);
    if (deadlines.length > 0) {
      const waitMs = Math.max(0, Math.min(...deadlines) - this.#parts.ports.nowMs());
      this.#deadlineTimer = setTimeout(() => this.#onDeadline(), waitMs);
    }
    const agreed = sessions.some(isAgreed);
    if (agreed) this.#attestTimer ??= setInterval(() => this.#attest(), CALL_ATTEST_INTERVAL_MS);
    if (agreed) return;
    clearInterval(this.#attestTimer);
    this.#attestTimer = undefined;
  }

  #onDeadline(): void {
    for (const session of this.#calls?.sessions ?? []) this.#session(session.callId, { type: 'deadline' });
  }

  /** Renews this side's lease on the call (CALL-11) and learns whether it has ended (CALL-26). */
  #attest(): void {
    for (const session of this.#calls?.sessions ?? []) {
      if (!isAgreed(session)) continue;
      const { callId } = session;
      this.#parts.connection.request('call.attest', { callId }).then(
        ({ call }) => this.#run({ type: 'told', call: this.#localTimes(call) }),
        (thrown: unknown) => {
          const { code } = toParleyError(thrown);
          if (code === 'call_over' || code === 'not_found') this.#session(callId, { type: 'notListed' });
        },
      );
    }
  }

  /** The call that is placed, runs, or did until just now. */
  #current(): CallSession | undefined {
    const shown = (this.#calls?.sessions ?? []).filter(({ callId }) => {
      const entry = this.#entries.get(callId);
      return entry !== undefined && entry.opened && !entry.dismissed;
    });
    return shown.findLast((session) => session.phase !== 'ended') ?? shown.at(-1);
  }

  #publish(): void {
    const current = this.#current();
    const ringing = (this.#calls?.sessions ?? []).filter((session) => session.phase === 'incoming');
    const incoming = ringing.flatMap((session) => this.get(session.callId) ?? []);
    this.state.setState({ current: current && this.get(current.callId), incoming }, true);
  }
}
