import type { AccountId, Call, CallId } from '@parley/protocol';
import { advanceDevice, createDeviceCalls, type DeviceCalls, type DeviceEvent } from './device-calls.ts';
import type { Party } from './lifecycle.ts';
import type { Answer, CallFrame, Request } from './model-server.fixture.ts';
import { isAgreed, nextDeadlineMs } from './session.ts';
import type { CallSession, SessionEffect } from './session-state.ts';

/** What travels down to a device. */
export type Down =
  | { type: 'answer'; request: Request; answer: Answer }
  | { type: 'event'; call: Call }
  /** The first frame of a socket: the live calls when it was opened. */
  | { type: 'welcome'; calls: Call[]; resumable?: CallId };

/** One device: the core under test, a queue each way, and what it has asked without an answer yet. */
export class ModelDevice {
  readonly self: Party;
  calls: DeviceCalls;
  up: Request[] = [];
  down: Down[] = [];
  unanswered: Request[] = [];
  /** Everything that core asked this device to do, for the invariants. */
  readonly effects: { callId: CallId; effect: SessionEffect }[] = [];
  /** Calls that the person here answered, or that crossed with a call that the person here placed (CALL-8). */
  readonly agreedTo = new Set<CallId>();
  /** Calls that were over here once: they must stay so. */
  readonly wereOver = new Set<CallId>();
  /** What went over data channels and has not arrived yet. */
  saidAccept: CallId[] = [];
  private readonly placed = new Map<CallId, Extract<CallFrame, { type: 'call.invite' }>>();
  private nextRef = 1;

  constructor(self: Party) {
    this.self = self;
    this.calls = createDeviceCalls(self.accountId, self.deviceId);
  }

  feed(event: DeviceEvent, nowMs: number): void {
    const step = advanceDevice(this.calls, event, nowMs);
    this.calls = step.calls;
    for (const line of step.effects) {
      this.effects.push(line);
      if (line.effect.type === 'adoptMedia') this.agreedTo.add(line.callId);
      if (line.effect.type === 'tellAccept') this.saidAccept.push(line.callId);
      if (line.effect.type === 'send') this.send(line.callId, line.effect);
    }
    for (const { phase, callId } of this.calls.sessions) if (phase === 'ended') this.wereOver.add(callId);
  }

  place(callId: CallId, calleeId: AccountId, nowMs: number): void {
    this.placed.set(callId, { type: 'call.invite', callId, calleeId, kind: 'video' });
    // Calling who rings here is answering.
    for (const session of this.inPhase('incoming')) this.agreedTo.add(session.callId);
    this.feed({ type: 'place', callId, calleeId, kind: 'video' }, nowMs);
  }

  press(callId: CallId, button: 'accept' | 'decline' | 'cancel' | 'hangUp', nowMs: number): void {
    if (button === 'accept') this.agreedTo.add(callId);
    this.feed({ type: 'session', callId, event: { type: button } }, nowMs);
  }

  hear(frame: Down, nowMs: number): void {
    switch (frame.type) {
      case 'event':
        // Also where it has never rung here: the ring may come after its end.
        if (frame.call.state === 'ended') this.wereOver.add(frame.call.id);
        return this.feed({ type: 'told', call: frame.call }, nowMs);
      case 'welcome':
        return this.feed(
          frame.resumable === undefined
            ? { type: 'listed', calls: frame.calls }
            : { type: 'listed', calls: frame.calls, resumable: frame.resumable },
          nowMs,
        );
      case 'answer':
        return this.hearAnswer(frame.request, frame.answer, nowMs);
    }
  }

  private hearAnswer(request: Request, answer: Answer, nowMs: number): void {
    this.unanswered = this.unanswered.filter(({ ref }) => ref !== request.ref);
    const { callId, type } = request.frame;
    if ('ok' in answer) return this.feed({ type: 'told', call: answer.ok, replyTo: callId }, nowMs);
    return this.feed(
      { type: 'session', callId, event: { type: 'refused', frame: type, code: answer.error } },
      nowMs,
    );
  }

  private send(callId: CallId, effect: Extract<SessionEffect, { type: 'send' }>): void {
    const frame = effect.frame === 'call.invite' ? this.placed.get(callId) : this.plain(callId, effect);
    if (frame === undefined) throw new Error(`${callId} was never placed here`);
    const request = { from: this.self, ref: this.nextRef, frame };
    this.nextRef += 1;
    this.unanswered.push(request);
    this.up.push(request);
  }

  private plain(callId: CallId, { frame, because }: Extract<SessionEffect, { type: 'send' }>): CallFrame {
    if (frame === 'call.invite') throw new Error('an invite needs the person called');
    if (frame === 'call.move') {
      const version = this.calls.sessions.find((session) => session.callId === callId)?.version ?? 0;
      return { type: frame, callId, version };
    }
    if (frame === 'call.accept' || because === undefined) return { type: frame, callId };
    return { type: frame, callId, because };
  }

  resend(): void {
    this.up.push(...this.unanswered);
  }

  /** A new socket: nothing more comes down the old one; what went up it may or may not still arrive. */
  reconnect(live: Call[], keepUp: boolean): void {
    if (!keepUp) this.up = [];
    this.down = [{ type: 'welcome', calls: live }];
    this.resend();
  }

  /** The person takes over a call that runs on another device of theirs. */
  move(callId: CallId, nowMs: number): void {
    this.agreedTo.add(callId);
    this.wereOver.delete(callId);
    this.feed({ type: 'move', callId }, nowMs);
  }

  /**
   * The page is loaded again: what it knew is gone, but for the mark of the call that it was in. A page that goes away
   * in good order has said goodbye to what it was not in yet.
   */
  reload(live: Call[], inGoodOrder: boolean, nowMs: number): void {
    const resumable = this.agreed()[0]?.callId;
    if (inGoodOrder) {
      for (const { callId } of this.calls.sessions.filter((session) => !isAgreed(session)))
        this.feed({ type: 'session', callId, event: { type: 'hangUp' } }, nowMs);
    }
    this.calls = createDeviceCalls(this.self.accountId, this.self.deviceId);
    this.wereOver.clear();
    this.unanswered = [];
    this.saidAccept = [];
    if (!inGoodOrder) this.up = [];
    this.down = [{ type: 'welcome', calls: live, ...(resumable === undefined ? {} : { resumable }) }];
  }

  /** Fires the timers that are due. */
  tick(nowMs: number): void {
    for (const session of this.calls.sessions) {
      const deadlineMs = nextDeadlineMs(session);
      if (deadlineMs === undefined || deadlineMs > nowMs) continue;
      this.feed({ type: 'session', callId: session.callId, event: { type: 'deadline' } }, nowMs);
    }
  }

  inPhase(...phases: CallSession['phase'][]): CallSession[] {
    return this.calls.sessions.filter(({ phase }) => phases.includes(phase));
  }

  /** Media may flow: agreed, or said so by the other device. */
  talking(): CallSession[] {
    return this.calls.sessions.filter((session) => isAgreed(session) || session.phase === 'provisional');
  }

  agreed(): CallSession[] {
    return this.calls.sessions.filter(isAgreed);
  }

  placedHere(callId: CallId): boolean {
    return this.placed.has(callId);
  }

  /** Whether core has begun to negotiate for the call as the side that has answered the ring. */
  didAnswer(callId: CallId): boolean {
    return this.effects.some(
      ({ callId: of, effect }) =>
        of === callId && isConnect(effect) && effect.role === 'answer' && !effect.fresh,
    );
  }

  roles(): ('offer' | 'answer')[] {
    return this.effects.flatMap(({ effect }) => (isConnect(effect) ? [effect.role] : []));
  }
}

function isConnect(effect: SessionEffect): effect is Extract<SessionEffect, { type: 'connect' }> {
  return effect.type === 'connect';
}
