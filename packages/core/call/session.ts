import type { Call, CallId, CallKind, AccountId, CallOutcome, DeviceId } from '@parley/protocol';
import {
  type CallSession,
  CONNECT_TIMEOUT_MS,
  DIAL_TIMEOUT_MS,
  type EndedSession,
  type EndOfCall,
  type LeaveFrame,
  RECONNECT_TIMEOUT_MS,
  RING_GRACE_MS,
  type SessionBase,
  type SessionEffect,
  type SessionEvent,
} from './session-state.ts';

export interface SessionStep {
  session: CallSession;
  effects: SessionEffect[];
}

const stay = (session: CallSession): SessionStep => ({ session, effects: [] });

function baseOf(session: CallSession): SessionBase {
  const { callId, peerId, kind, direction, route, version } = session;
  return { callId, peerId, kind, direction, route, version };
}

/** A call that the person here places. */
export function dial(
  call: { callId: CallId; calleeId: AccountId; kind: CallKind },
  nowMs: number,
): SessionStep {
  return {
    session: {
      callId: call.callId,
      peerId: call.calleeId,
      kind: call.kind,
      direction: 'outgoing',
      route: null,
      version: 0,
      phase: 'dialing',
      giveUpAtMs: nowMs + DIAL_TIMEOUT_MS,
    },
    effects: [{ type: 'openMedia' }, { type: 'send', frame: 'call.invite' }],
  };
}

/** A call that begins to ring here. No effect: until the local accept nothing but the ring happens (CALL-20). */
export function ring(call: Extract<Call, { state: 'ringing' }>): CallSession {
  return {
    callId: call.id,
    peerId: call.callerId,
    kind: call.kind,
    direction: 'incoming',
    route: call.route,
    version: call.version,
    phase: 'incoming',
    ringExpiresAtMs: call.ringExpiresAtMs,
  };
}

/** Media was opened here: the person called or accepted, and it is not over. */
export function hasMedia(session: CallSession): boolean {
  return session.phase !== 'incoming' && session.phase !== 'ended';
}

/** Both sides agreed: the device attests the call (CALL-11). */
export function isAgreed(session: CallSession): boolean {
  return session.phase === 'connecting' || session.phase === 'connected';
}

function durationOf(session: CallSession, nowMs: number): number {
  return isAgreed(session) && 'acceptedAtMs' in session ? Math.max(0, nowMs - session.acceptedAtMs) : 0;
}

function finish(
  session: CallSession,
  nowMs: number,
  end: { outcome: CallOutcome } & Partial<EndOfCall>,
  tellPeer = false,
): SessionStep {
  const ended: EndedSession = {
    ...baseOf(session),
    phase: 'ended',
    elsewhere: false,
    durationMs: durationOf(session, nowMs),
    refused: null,
    leaving: null,
    ...end,
  };
  const effects: SessionEffect[] = hasMedia(session) ? [{ type: 'closeMedia', tellPeer }] : [];
  if (ended.leaving === null) return { session: ended, effects };
  const insisted = insist(ended, ended.leaving);
  return { session: insisted.session, effects: [...effects, ...insisted.effects] };
}

/** What was sent to leave did not fit the state that the server is in; the person still means it. */
function insist(session: EndedSession, frame: LeaveFrame): SessionStep {
  const send: SessionEffect =
    frame === 'call.hang-up'
      ? { type: 'send', frame, because: session.outcome === 'failed' ? 'failed' : 'completed' }
      : { type: 'send', frame };
  return { session: { ...session, leaving: frame }, effects: [send] };
}

/** The person here, or this device, ends it: at once, and told to the server until it has answered. */
function leave(session: CallSession, nowMs: number, outcome: CallOutcome): SessionStep {
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return finish(session, nowMs, { outcome: 'cancelled', leaving: 'call.cancel' });
    case 'incoming':
      return finish(session, nowMs, { outcome: 'declined', leaving: 'call.decline' });
    // The accept may or may not have arrived; a hang-up of what still rings would be refused, a decline of what
    // was accepted too, so whichever is refused is followed by the other (see onRefused).
    case 'answering':
      return finish(session, nowMs, { outcome, leaving: 'call.hang-up' });
    case 'connecting':
    case 'connected':
      return finish(session, nowMs, { outcome, leaving: 'call.hang-up' }, true);
    case 'ended':
      return stay(session);
  }
}

function onAccept(session: CallSession, nowMs: number): SessionStep {
  if (session.phase !== 'incoming' || nowMs >= session.ringExpiresAtMs) return stay(session);
  return {
    session: { ...baseOf(session), phase: 'answering', giveUpAtMs: session.ringExpiresAtMs + RING_GRACE_MS },
    effects: [{ type: 'openMedia' }, { type: 'send', frame: 'call.accept' }],
  };
}

function onToldRinging(session: CallSession, call: Extract<Call, { state: 'ringing' }>): SessionStep {
  // The server learned of the call only after it had been given up here: whoever left means it.
  if (session.phase === 'ended' && session.direction === 'outgoing' && session.leaving === null) {
    return insist({ ...session, version: call.version }, 'call.cancel');
  }
  if (session.phase !== 'dialing') return stay({ ...session, version: call.version });
  return stay({
    ...baseOf(session),
    version: call.version,
    phase: 'ringing',
    ringExpiresAtMs: call.ringExpiresAtMs,
  });
}

function onToldAccepted(
  session: CallSession,
  call: Extract<Call, { state: 'accepted' }>,
  self: DeviceId,
  nowMs: number,
): SessionStep {
  const told = { ...session, version: call.version };
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return call.callerDeviceId === self ? connect(told, 'offer', call, nowMs) : stay(told);
    case 'answering':
      return call.calleeDeviceId === self
        ? connect(told, 'answer', call, nowMs)
        : finish(told, nowMs, { outcome: 'completed', elsewhere: true });
    case 'incoming':
      // Another device of mine has answered. Should the server claim that this one did, without a person having
      // accepted here, the claim opens nothing and is taken back (CALL-20).
      return call.calleeDeviceId === self
        ? finish(told, nowMs, { outcome: 'failed', leaving: 'call.hang-up' })
        : finish(told, nowMs, { outcome: 'completed', elsewhere: true });
    case 'connecting':
    case 'connected':
      return stay(told);
    case 'ended':
      // The accept won against whatever ended it here (CALL-7): whoever left means it.
      return isOneEnd(call, self) && session.leaving !== 'call.hang-up'
        ? insist({ ...session, version: call.version }, 'call.hang-up')
        : stay(told);
  }
}

/** The accepted call runs between this device and another. */
export function isOneEnd(call: Extract<Call, { state: 'accepted' }>, self: DeviceId): boolean {
  return call.callerDeviceId === self || call.calleeDeviceId === self;
}

function connect(
  session: CallSession,
  role: 'offer' | 'answer',
  call: Extract<Call, { state: 'accepted' }>,
  nowMs: number,
): SessionStep {
  const remoteDeviceId = role === 'offer' ? call.calleeDeviceId : call.callerDeviceId;
  return {
    session: {
      ...baseOf(session),
      phase: 'connecting',
      acceptedAtMs: nowMs,
      giveUpAtMs: nowMs + CONNECT_TIMEOUT_MS,
    },
    effects: [{ type: 'connect', role, remoteDeviceId, route: call.route }],
  };
}

function onToldEnded(
  session: CallSession,
  call: Extract<Call, { state: 'ended' }>,
  nowMs: number,
): SessionStep {
  // The server has confirmed what this device wanted, or it is old news: nothing left to tell.
  if (session.phase === 'ended') return stay({ ...session, version: call.version, leaving: null });
  const mineToDecline = session.phase === 'incoming' || session.phase === 'answering';
  const elsewhere = mineToDecline && call.outcome === 'declined';
  return finish({ ...session, version: call.version }, nowMs, { outcome: call.outcome, elsewhere });
}

function onTold(session: CallSession, call: Call, self: DeviceId, nowMs: number): SessionStep {
  if (call.id !== session.callId || call.version <= session.version) return stay(session); // CALL-21
  const told = { ...session, route: call.route };
  switch (call.state) {
    case 'ringing':
      return onToldRinging(told, call);
    case 'accepted':
      return onToldAccepted(told, call, self, nowMs);
    case 'ended':
      return onToldEnded(told, call, nowMs);
  }
}

function onRefused(
  session: CallSession,
  event: Extract<SessionEvent, { type: 'refused' }>,
  nowMs: number,
): SessionStep {
  const { frame, code } = event;
  if (session.phase === 'dialing' && frame === 'call.invite') {
    return finish(session, nowMs, { outcome: 'failed', refused: code });
  }
  if (session.phase === 'answering' && frame === 'call.accept') {
    return finish(session, nowMs, {
      outcome: code === 'answered_elsewhere' ? 'completed' : 'missed',
      elsewhere: code === 'answered_elsewhere',
      refused: code,
    });
  }
  if (session.phase !== 'ended' || session.leaving !== frame) return stay(session);
  if (code === 'wrong_state' && frame === 'call.cancel') return insist(session, 'call.hang-up'); // CALL-7
  if (code === 'wrong_state' && frame === 'call.hang-up') return insist(session, 'call.decline');
  return stay({ ...session, leaving: null });
}

function onNotListed(session: CallSession, nowMs: number): SessionStep {
  switch (session.phase) {
    // What this device has sent is sent again; the answer to that decides.
    case 'dialing':
    case 'answering':
    case 'ended':
      return stay(session);
    case 'ringing':
      return finish(session, nowMs, { outcome: 'missed' });
    case 'incoming':
      return finish(session, nowMs, { outcome: 'missed', elsewhere: true });
    case 'connecting':
    case 'connected':
      return finish(session, nowMs, { outcome: 'completed' });
  }
}

function onMedia(session: CallSession, event: 'mediaConnected' | 'mediaLost', nowMs: number): SessionStep {
  if (session.phase === 'connecting' && event === 'mediaConnected') {
    const { acceptedAtMs } = session;
    return stay({
      ...baseOf(session),
      phase: 'connected',
      connectedAtMs: nowMs,
      acceptedAtMs,
      giveUpAtMs: null,
    });
  }
  if (session.phase !== 'connected') return stay(session);
  if (event === 'mediaConnected') return stay({ ...session, giveUpAtMs: null });
  return stay({ ...session, giveUpAtMs: session.giveUpAtMs ?? nowMs + RECONNECT_TIMEOUT_MS });
}

/** When the session next wants a `deadline` event, in the device's clock; undefined: never. */
export function nextDeadlineMs(session: CallSession): number | undefined {
  switch (session.phase) {
    case 'dialing':
    case 'answering':
    case 'connecting':
      return session.giveUpAtMs;
    case 'ringing':
      return session.ringExpiresAtMs + RING_GRACE_MS;
    // The callee's ring stops at the deadline itself; an accept after it would be refused anyway (CALL-22).
    case 'incoming':
      return session.ringExpiresAtMs;
    case 'connected':
      return session.giveUpAtMs ?? undefined;
    case 'ended':
      return undefined;
  }
}

function onDeadline(session: CallSession, nowMs: number): SessionStep {
  const deadlineMs = nextDeadlineMs(session);
  if (deadlineMs === undefined || nowMs < deadlineMs) return stay(session);
  switch (session.phase) {
    case 'dialing':
      return finish(session, nowMs, { outcome: 'failed', refused: 'offline', leaving: 'call.cancel' });
    case 'answering':
      return finish(session, nowMs, { outcome: 'failed', refused: 'offline', leaving: 'call.hang-up' });
    case 'ringing':
    case 'incoming':
      return finish(session, nowMs, { outcome: 'missed' });
    case 'connecting':
    case 'connected':
      return leave(session, nowMs, 'failed');
    case 'ended':
      return stay(session);
  }
}

/**
 * One device's view of one call (CALL-20 to CALL-28). Pure: the clock and the device's own id come in.
 *
 * @param self this device's id: tells "answered here" from "answered elsewhere"
 * @param nowMs the device's clock, Unix milliseconds
 */
export function advance(
  session: CallSession,
  event: SessionEvent,
  self: DeviceId,
  nowMs: number,
): SessionStep {
  switch (event.type) {
    case 'accept':
      return onAccept(session, nowMs);
    case 'decline':
      return session.phase === 'incoming' ? leave(session, nowMs, 'declined') : stay(session);
    case 'cancel':
    case 'hangUp':
      return session.phase === 'incoming' ? stay(session) : leave(session, nowMs, 'completed');
    case 'told':
      return onTold(session, event.call, self, nowMs);
    case 'refused':
      return onRefused(session, event, nowMs);
    case 'notListed':
      return onNotListed(session, nowMs);
    case 'mediaConnected':
    case 'mediaLost':
      return onMedia(session, event.type, nowMs);
    case 'mediaFailed':
      return isAgreed(session) ? leave(session, nowMs, 'failed') : stay(session);
    case 'peerHungUp':
      // The server is told as well: the other side's own word to it may be lost.
      return isAgreed(session) ? leave(session, nowMs, 'completed') : stay(session);
    case 'deadline':
      return onDeadline(session, nowMs);
  }
}
