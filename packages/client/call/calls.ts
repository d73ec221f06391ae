import { advanceDevice, createDeviceCalls, currentSession, isAgreed } from '@parley/core';
import type { CallSession, DeviceCalls, DeviceEvent, SessionEffect, SessionEvent } from '@parley/core';
import { CALL_ATTEST_INTERVAL_MS } from '@parley/protocol';
import type { AccountId, Call, CallId, CallKind, Down, EventFrame, Person, Welcome } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CallsState, CallView } from '../api.ts';
import { ParleyError, toParleyError } from '../error.ts';
import { AfterCall } from './after-call.ts';
import { createCallActions } from './call-actions.ts';
import { CallLinks } from './call-links.ts';
import { CallTimers } from './call-timers.ts';
import type { CallsParts } from './calls-parts.ts';
import { NO_CALLS, toCallsState, viewOf } from './calls-state.ts';
import { ElsewherePeers } from './elsewhere.ts';
import { CallEntries } from './entries.ts';
import { CallFrames } from './frames.ts';
import type { CallAnswer } from './frames.ts';
import { Intents } from './intents.ts';
import { MARK_INTERVAL_MS, ReloadMarks } from './reload-mark.ts';

/** An ended call leaves the page by itself after this long, in milliseconds: time to read how it ended. */
const DISMISS_MS = 4_000;
/** The same where the person here ended it, and knows. */
const LEFT_DISMISS_MS = 1_200;

/**
 * Runs core/call: every event goes through `advanceDevice`, every effect that comes out is carried out here, and what
 * a page shows is made of the result. Nothing here judges.
 */
export class Calls {
  readonly state: StoreApi<CallsState> = createStore<CallsState>(() => NO_CALLS);
  readonly #parts: CallsParts;
  readonly #frames: CallFrames;
  readonly #entries: CallEntries;
  readonly #links: CallLinks;
  readonly #timers: CallTimers;
  readonly #intents: Intents;
  readonly #elsewhere: ElsewherePeers;
  readonly #afterCall: AfterCall;
  readonly #listeners = new Set<(call: CallView) => void>();
  #calls: DeviceCalls | undefined;
  #marks: ReloadMarks | undefined;

  constructor(parts: CallsParts) {
    this.#parts = parts;
    const { connection, ports } = parts;
    this.#frames = new CallFrames(connection, {
      onAnswer: (callId, answer) => this.#onAnswer(callId, answer),
      onRefused: (callId, frame, code) => this.#session(callId, { type: 'refused', frame, code }),
    });
    this.#afterCall = new AfterCall(parts.request);
    this.#entries = new CallEntries((callId) =>
      createCallActions({
        entry: () => this.#entries.get(callId),
        link: () => this.#links.of(this.#find(callId)),
        tell: (event) => this.#session(callId, event),
        rate: (rating) => this.#afterCall.rate(callId, rating),
        dismiss: () => this.#dismiss(callId),
        changed: () => this.#publish(),
      }),
    );
    this.#links = new CallLinks(parts, this.#entries, {
      onChange: () => this.#publish(),
      onEvent: (callId, event) => this.#session(callId, event),
    });
    this.#timers = new CallTimers(ports.nowMs, {
      onDeadline: () => this.#everySession(() => ({ type: 'deadline' })),
      onDismiss: (callId) => this.#dismiss(callId),
      beats: [
        { everyMs: CALL_ATTEST_INTERVAL_MS, beat: () => this.#attest() },
        { everyMs: MARK_INTERVAL_MS, beat: () => this.#leaveMark() },
      ],
    });
    this.#intents = new Intents({
      connection,
      newId: ports.newId,
      media: ports.media,
      callParts: () => this.#links.shared,
    });
    this.#elsewhere = new ElsewherePeers(parts.lookUpPeer, () => this.#publish());
  }

  /** Another person signed in here, or the same one again. */
  begin(accountId: AccountId): void {
    const { connection, ports } = this.#parts;
    this.#calls = createDeviceCalls(accountId, connection.deviceId);
    this.#marks = new ReloadMarks(ports.tabStorage, ports.nowMs, accountId);
    this.#links.begin(accountId);
  }

  place(peer: Person, kind: CallKind): CallId {
    if (this.#calls === undefined) throw new ParleyError('unauthenticated', 'sign in first');
    const before = currentSession(this.#calls);
    const intent = this.#intents.take(peer.id);
    // An id of our own making; the brand says what it names.
    const callId = intent?.callId ?? (this.#parts.ports.newId() as CallId);
    const preparation = intent?.preparation;
    this.#entries.put(callId, peer, { camera: kind === 'video', preparation });
    this.#run({ type: 'place', callId, calleeId: peer.id, kind });
    // Where the peer was ringing here already, placing was accepting, under that call's id (CALL-8).
    const placed = currentSession(this.#calls);
    if (placed?.callId !== callId) preparation?.close();
    if (placed === undefined || placed.callId === before?.callId) {
      throw new ParleyError('already_in_call', 'end the running call first');
    }
    return placed.callId;
  }

  intend(peerId: AccountId): void {
    const calls = this.#calls;
    if (calls === undefined || currentSession(calls) !== undefined || !this.#parts.mayPreconnect()) return;
    this.#intents.intend(calls.accountId, peerId);
  }

  get isInCall(): boolean {
    return this.#sessions().some(isAgreed);
  }

  get(callId: CallId): CallView | undefined {
    return viewOf(this.#find(callId), this.#shown());
  }

  onIncoming(listener: (call: CallView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onWelcome(welcome: Welcome): void {
    if (this.#calls === undefined) return;
    this.#calls = { ...this.#calls, deviceId: welcome.deviceId };
    for (const listed of welcome.calls) {
      this.#entries.ring(listed);
      this.#elsewhere.know(listed.call.id, listed.peer);
    }
    const calls = welcome.calls.map(({ call }) => this.#localTimes(call));
    this.#run({ type: 'listed', calls, ...this.#takeMark() });
    this.#frames.resume();
    this.#attest();
    for (const { media } of this.#entries.all()) media?.onSocketBack();
    this.#afterCall.resume();
  }

  onFrame(frame: Extract<EventFrame, { type: `call.${string}` }>): void {
    switch (frame.type) {
      case 'call.ringing':
        this.#entries.ring(frame);
        return this.#run({ type: 'told', call: this.#localTimes(frame.call) });
      case 'call.accepted':
      case 'call.ended':
        return this.#run({ type: 'told', call: this.#localTimes(frame.call) });
      case 'call.signalled':
        return this.#onSignalled(frame);
      case 'call.offered':
        return this.#entries.offered(frame);
      case 'call.peer-gone':
        return this.#entries.get(frame.callId)?.media?.onPeerGone(frame.deviceId);
    }
  }

  /** The person signs out, or the program ends: whoever is at the other end should know at once. */
  leave(): void {
    this.#marks?.clear();
    this.#everySession(() => ({ type: 'hangUp' }));
  }

  /** The page goes away: a call that runs may be taken back by the page that is loaded next (CALL-52). */
  goAway(): void {
    this.#leaveMark();
    for (const session of this.#sessions()) {
      const media = this.#entries.get(session.callId)?.media;
      if (isAgreed(session) && media !== undefined && this.#parts.ports.tabStorage !== undefined)
        media.goAway();
      else this.#session(session.callId, { type: 'hangUp' });
    }
    this.#intents.drop();
  }

  /** Calls were taken from this device: what rings here stops, without a word to anybody (ROLL-7). */
  stopRinging(): void {
    for (const { callId, phase } of this.#sessions())
      if (phase === 'incoming') this.#session(callId, { type: 'notListed' });
  }

  onNetworkChange(): void {
    for (const { media } of this.#entries.all()) media?.onNetworkChange();
  }

  reset(): void {
    this.#timers.stop();
    this.#intents.drop();
    this.#frames.reset();
    this.#afterCall.reset();
    this.#entries.clear();
    this.#elsewhere.clear();
    this.#calls = undefined;
    this.#marks = undefined;
    this.#links.end();
    this.state.setState(NO_CALLS, true);
  }

  #sessions(): readonly CallSession[] {
    return this.#calls?.sessions ?? [];
  }

  #find(callId: CallId): CallSession | undefined {
    return this.#sessions().find((session) => session.callId === callId);
  }

  #everySession(eventOf: () => SessionEvent): void {
    for (const { callId } of this.#sessions()) this.#session(callId, eventOf());
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
      case 'preconnect':
        return this.#links.of(this.#find(callId))?.answerEarly(effect.remoteDeviceId);
      case 'tellAccept':
        return this.#links.get(callId)?.tellAccept();
      case 'openMedia':
        return this.#links.open(this.#find(callId));
      case 'connect':
        return this.#connect(callId, effect);
      case 'closeMedia':
        return this.#links.get(callId)?.close(effect.tellPeer);
      case 'adoptMedia':
        return this.#entries.adopt(callId, effect.fromCallId);
    }
  }

  #send(callId: CallId, effect: Extract<SessionEffect, { type: 'send' }>): void {
    const session = this.#find(callId);
    if (session === undefined) return;
    const { frame } = effect;
    switch (frame) {
      case 'call.invite': {
        const { peerId, kind } = session;
        const offers = this.#links.get(callId)?.inviteOffers() ?? Promise.resolve([]);
        return this.#frames.send(callId, { type: frame, calleeId: peerId, kind, offers });
      }
      case 'call.hang-up':
        return this.#frames.send(callId, { type: frame, because: effect.because ?? 'completed' });
      case 'call.move':
        return this.#frames.send(callId, { type: frame, version: session.version });
      case 'call.decline':
        return this.#frames.send(callId, { type: frame, busy: effect.busy === true });
      case 'call.accept':
      case 'call.cancel':
        return this.#frames.send(callId, { type: frame });
    }
  }

  #connect(callId: CallId, { type: _, ...to }: Extract<SessionEffect, { type: 'connect' }>): void {
    const media = this.#links.get(callId);
    // Signalling without media: agreed is connected. Later, because this step is not finished yet.
    if (media === undefined) queueMicrotask(() => this.#session(callId, { type: 'mediaConnected' }));
    else media.connect(to);
  }

  #onAnswer(callId: CallId, { call, iceServers, devices }: CallAnswer): void {
    // Where both called at once, another device's news may have moved the media to the other call already (CALL-8).
    const media = this.#links.get(callId) ?? this.#links.get(call.id);
    const setPath = (): void => {
      if (iceServers !== undefined) media?.setPath(call.route, iceServers);
    };
    setPath();
    this.#run({ type: 'told', call: this.#localTimes(call), replyTo: callId });
    // What was answered with another call serves that one from now on, and knows no servers for it yet.
    if (call.id !== callId) setPath();
    if (this.#find(callId)?.phase === 'ringing' && devices !== undefined) {
      const reachable = this.#parts.mayPreconnect() ? devices : [];
      media?.offerTo(reachable, call.preconnect === 'earlyVideo');
    }
  }

  #onSignalled({ callId, fromDeviceId, run, seq, signal }: Down<'call.signalled'>): void {
    this.#entries.signal(callId, fromDeviceId, { run, seq, signal });
    if (signal.kind === 'offer' && this.#parts.mayPreconnect()) {
      this.#session(callId, { type: 'preconnectOffered', from: fromDeviceId });
    }
  }

  /** Takes the call over from another device of this account, by a press of the person here (CALL-54). */
  #continueHere(callId: CallId, peer: Person): void {
    const call = this.#calls?.elsewhere.find(({ id }) => id === callId);
    if (call === undefined) return;
    this.#timers.keep(callId);
    this.#entries.takeOver(call, peer);
    this.#run({ type: 'move', callId });
  }

  /** What this page's predecessor has left, where it was in a call until a moment ago (CALL-52). */
  #takeMark(): { resumable?: CallId } {
    const marked = this.#sessions().length > 0 ? undefined : this.#marks?.take();
    return marked !== undefined && this.#entries.resume(marked) ? { resumable: marked.callId } : {};
  }

  #leaveMark(): void {
    for (const session of this.#sessions()) {
      const media = this.#entries.get(session.callId)?.media;
      if (!isAgreed(session) || media === undefined) continue;
      const { muted, cameraOn } = media.view();
      const [connection, iceServers] = [media.lastConnection(), [...media.iceServers()]];
      this.#marks?.leave({ callId: session.callId, connection, iceServers, muted, cameraOn });
    }
  }

  #localTimes<C extends Call>(call: C): C {
    const { clock } = this.#parts.connection;
    if (call.state === 'ringing') return { ...call, ringExpiresAtMs: clock.toLocalMs(call.ringExpiresAtMs) };
    if (call.state === 'accepted') return { ...call, acceptedAtMs: clock.toLocalMs(call.acceptedAtMs) };
    return call;
  }

  #afterStep(before: readonly CallSession[]): void {
    const sessions = this.#sessions();
    this.#entries.keepOnly(new Set(sessions.map((session) => session.callId)));
    for (const session of sessions) this.#note(session, before);
    this.#timers.setDeadline(sessions);
    this.#timers.setBeating(sessions.some(isAgreed));
    this.#publish();
    for (const { phase, callId } of sessions) {
      if (phase !== 'incoming' || before.some((session) => session.callId === callId)) continue;
      const view = this.get(callId);
      if (view !== undefined) for (const listener of this.#listeners) listener(view);
    }
  }

  /** What follows from where a session has come to. */
  #note(session: CallSession, before: readonly CallSession[]): void {
    const { callId, phase } = session;
    const entry = this.#entries.get(callId);
    if (entry === undefined) return;
    if (phase === 'connected') entry.talked = true;
    if (phase !== 'ended') return;
    if (before.some((one) => one.callId === callId && isAgreed(one))) this.#marks?.clear();
    // A preview that the person opened; what core has closed is closed.
    entry.media?.close(false);
    this.#afterCall.keepReceipt(session, entry);
    this.#timers.dismissAfter(callId, entry.left ? LEFT_DISMISS_MS : DISMISS_MS);
  }

  #dismiss(callId: CallId): void {
    const entry = this.#entries.get(callId);
    if (this.#find(callId)?.phase === 'ended' && entry !== undefined) entry.dismissed = true;
    // Where the server has not answered yet, the session stays and this is tried again.
    this.#run({ type: 'dismiss', callId });
  }

  /** Renews this side's lease on the call (CALL-11) and learns whether it has ended (CALL-26). */
  #attest(): void {
    for (const session of this.#sessions()) {
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

  #shown(): Parameters<typeof toCallsState>[1] {
    return {
      entries: this.#entries,
      elsewhere: this.#elsewhere,
      hasMedia: this.#parts.ports.media !== undefined,
      continueHere: (callId, peer) => this.#continueHere(callId, peer),
    };
  }

  #publish(): void {
    this.state.setState(toCallsState(this.#calls, this.#shown()), true);
  }
}
