import type { AccountId, Call, CallId, CallKind, ConversationId, ReasonCode } from '@parley/protocol';
import { nameInviteSituation } from './glare.ts';
import { type LifecycleEvent, type Party, type ServerCall, transition } from './lifecycle.ts';
import { isLive } from './predicates.ts';
import { toWire } from './session.fixture.ts';
import type { LeaveFrame } from './session-state.ts';

/** The up frames of a call, as far as the model needs them. */
export type CallFrame =
  | { type: 'call.invite'; callId: CallId; calleeId: AccountId; kind: CallKind }
  | { type: 'call.accept'; callId: CallId }
  | { type: 'call.move'; callId: CallId; version: number }
  | { type: LeaveFrame; callId: CallId; because?: 'completed' | 'failed' };

export interface Request {
  from: Party;
  ref: number;
  frame: CallFrame;
}

/** A request whose handler has read the rows and has not yet committed. */
interface Handler {
  request: Request;
  sameId: ServerCall | undefined;
  live: ServerCall | undefined;
}

export type Answer = { ok: Call } | { error: ReasonCode };

/** What to do once the rows still are what the handler has read. */
interface Outcome {
  /** The changed or new row, announced to all devices of both. */
  write?: ServerCall;
  /** Undefined: the write was made way for the request; read again and decide again. */
  answer?: Answer;
}

const RING_MS = 45_000;

/**
 * A server in memory that keeps the rules of docs/spec/call.md with the code under test: rows by id, handlers that
 * read, decide and save by compare-and-set (CALL-3), at most one live call of the pair.
 */
export class ModelServer {
  readonly rows = new Map<CallId, ServerCall>();
  readonly handlers: Handler[] = [];
  /** Whether decideCall would say ring, for both directions (CON-10). */
  permitted = true;
  /** Counted so that a test can show what its stories have met. */
  readonly met = new Map<string, number>();
  private readonly announce: (call: ServerCall) => void;
  private readonly reply: (request: Request, answer: Answer) => void;

  constructor(announce: (call: ServerCall) => void, reply: (request: Request, answer: Answer) => void) {
    this.announce = announce;
    this.reply = reply;
  }

  live(): ServerCall[] {
    return [...this.rows.values()].filter(isLive);
  }

  /** A frame has arrived: its handler reads. */
  arrive(request: Request): void {
    this.handlers.push({ request, ...this.read(request) });
  }

  /** The handler commits; who lost the race reads again and decides again. */
  commit(place: number, nowMs: number): void {
    const handler = this.handlers.splice(place, 1)[0];
    if (handler === undefined) return;
    for (let seen = handler; ; seen = { request: handler.request, ...this.read(handler.request) }) {
      if (!this.isCurrent(seen)) {
        this.count('lost a race');
        continue;
      }
      const { write, answer } = this.decide(seen, nowMs);
      if (write !== undefined) this.save(write);
      if (answer === undefined) continue;
      this.reply(handler.request, answer);
      return;
    }
  }

  /** The ring timer, the sweeper, or a block. */
  word(event: Extract<LifecycleEvent, { type: 'deadline' | 'parted' }>, nowMs: number): void {
    for (const call of this.live()) {
      const step = transition(call, event, nowMs);
      if (step.kind === 'changed') this.save(step.call);
    }
  }

  private count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  private save(call: ServerCall): void {
    const before = this.rows.get(call.id)?.version ?? 0;
    if (call.version !== before + 1) throw new Error(`${call.id}: version ${before} became ${call.version}`);
    this.rows.set(call.id, call);
    this.count(call.state === 'ended' ? `ended: ${call.outcome}` : call.state);
    this.announce(call);
  }

  private read({ frame }: Request): Omit<Handler, 'request'> {
    return { sameId: this.rows.get(frame.callId), live: this.live()[0] };
  }

  private isCurrent(handler: Handler): boolean {
    const now = this.read(handler.request);
    const same = (a: ServerCall | undefined, b: ServerCall | undefined): boolean =>
      a?.id === b?.id && a?.version === b?.version;
    return same(now.sameId, handler.sameId) && same(now.live, handler.live);
  }

  private decide(handler: Handler, nowMs: number): Outcome {
    const { frame, from } = handler.request;
    if (frame.type === 'call.invite') return this.decideInvite(handler, frame, nowMs);
    if (handler.sameId === undefined) return { answer: { error: 'not_found' } };
    return this.answerTo(transition(handler.sameId, this.eventOf(frame, from), nowMs), frame);
  }

  private eventOf(frame: Exclude<CallFrame, { type: 'call.invite' }>, by: Party): LifecycleEvent {
    switch (frame.type) {
      case 'call.accept':
        return { type: 'accept', by, route: this.permitted ? 'direct' : null, rolledOut: true };
      case 'call.move':
        return { type: 'move', by, version: frame.version, rolledOut: true };
      case 'call.decline':
        return { type: 'decline', by };
      case 'call.cancel':
        return { type: 'cancel', by };
      case 'call.hang-up':
        return { type: 'hangUp', by, because: frame.because ?? 'completed' };
    }
  }

  private answerTo(step: ReturnType<typeof transition>, frame: CallFrame): Outcome {
    if (step.kind === 'refused') {
      this.count(`refused: ${step.reason}`);
      return { answer: { error: step.reason } };
    }
    const tooLate = frame.type === 'call.accept' && step.call.state === 'ended';
    const answer: Answer = tooLate ? { error: 'call_over' } : { ok: toWire(step.call) };
    return step.kind === 'changed' ? { write: step.call, answer } : { answer };
  }

  private decideInvite(
    handler: Handler,
    frame: Extract<CallFrame, { type: 'call.invite' }>,
    nowMs: number,
  ): Outcome {
    const { from } = handler.request;
    const invite = { ...frame, callerId: from.accountId, callerDeviceId: from.deviceId };
    const met = nameInviteSituation(invite, handler.sameId, handler.live);
    this.count(`invite: ${met.situation}`);
    switch (met.situation) {
      case 'repeated':
        return { answer: { ok: toWire(met.call) } };
      case 'idTaken':
        return { answer: { error: 'not_found' } };
      case 'alreadyLive':
        return { answer: { error: 'already_in_call' } };
      case 'bothCalling': {
        const step = transition(
          met.call,
          { type: 'accept', by: from, route: this.permitted ? 'direct' : null, rolledOut: true },
          nowMs,
        );
        // It was too old to be answered: it ends, and the invite is looked at again.
        if (step.kind === 'changed' && step.call.state === 'ended') return { write: step.call };
        return this.answerTo(step, frame);
      }
      case 'fresh':
        return this.permitted ? this.ring(invite, nowMs) : { answer: { error: 'call_unavailable' } };
    }
  }

  private ring(
    invite: { callId: CallId; callerId: AccountId; calleeId: AccountId; kind: CallKind } & {
      callerDeviceId: Party['deviceId'];
    },
    nowMs: number,
  ): Outcome {
    const call: ServerCall = {
      id: invite.callId,
      // Core never looks into it; the cast is the border where a name becomes an id.
      conversationId: 'the pair' as ConversationId,
      kind: invite.kind,
      callerId: invite.callerId,
      calleeId: invite.calleeId,
      callerDeviceId: invite.callerDeviceId,
      route: 'direct',
      preconnect: 'path',
      createdAtMs: nowMs,
      version: 1,
      state: 'ringing',
      ringExpiresAtMs: nowMs + RING_MS,
    };
    return { write: call, answer: { ok: toWire(call) } };
  }
}
