import type { AcceptedCall, AccountId, CallId, CallKind, DeviceId, RingingCall } from '@parley/protocol';
import {
  baseOf,
  finish,
  isAgreed,
  leave,
  onNotListed,
  onRefused,
  type SessionStep,
  stay,
} from './session-end.ts';
import {
  onMediaConnected,
  onMediaLost,
  onPeerAccepted,
  onPeerAway,
  onPeerBack,
  onPreconnectOffered,
} from './session-media.ts';
import {
  type CallSession,
  DIAL_TIMEOUT_MS,
  MOVE_TIMEOUT_MS,
  RING_GRACE_MS,
  type SessionBase,
  type SessionEvent,
} from './session-state.ts';
import { onTold, takeOver } from './session-told.ts';

export { hasMedia, isAgreed, type SessionStep } from './session-end.ts';
export { isOneEnd } from './session-told.ts';

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
      preconnect: 'none',
      version: 0,
      phase: 'dialing',
      giveUpAtMs: nowMs + DIAL_TIMEOUT_MS,
    },
    effects: [{ type: 'openMedia' }, { type: 'send', frame: 'call.invite' }],
  };
}

/** A call that begins to ring here. No effect: until the local accept nothing but the ring happens (CALL-20). */
export function ring(call: RingingCall): CallSession {
  return {
    callId: call.id,
    peerId: call.callerId,
    kind: call.kind,
    direction: 'incoming',
    route: call.route,
    preconnect: call.preconnect,
    version: call.version,
    phase: 'incoming',
    ringExpiresAtMs: call.ringExpiresAtMs,
    early: null,
  };
}

/** What is known of a call that runs, for a device of `accountId`. */
export function sessionBaseOf(call: AcceptedCall, accountId: AccountId): SessionBase {
  const outgoing = call.callerId === accountId;
  return {
    callId: call.id,
    peerId: outgoing ? call.calleeId : call.callerId,
    kind: call.kind,
    direction: outgoing ? 'outgoing' : 'incoming',
    route: call.route,
    preconnect: call.preconnect,
    version: call.version,
  };
}

/** The person here takes over a call that runs on another device of theirs (CALL-54). */
export function beginMove(call: AcceptedCall, accountId: AccountId, nowMs: number): SessionStep {
  return {
    session: { ...sessionBaseOf(call, accountId), phase: 'moving', giveUpAtMs: nowMs + MOVE_TIMEOUT_MS },
    effects: [{ type: 'openMedia' }, { type: 'send', frame: 'call.move' }],
  };
}

/**
 * This device's page was loaded again in the middle of the call: it takes the call back (CALL-52). Taking over what runs
 * here already changes nothing at the server, which answers with the ICE servers.
 */
export function resume(call: AcceptedCall, accountId: AccountId, nowMs: number): SessionStep {
  const base: CallSession = { ...sessionBaseOf(call, accountId), phase: 'moving', giveUpAtMs: nowMs };
  const taken = takeOver(base, call, nowMs);
  return {
    session: taken.session,
    effects: [{ type: 'openMedia' }, ...taken.effects, { type: 'send', frame: 'call.move' }],
  };
}

function onAccept(session: CallSession, nowMs: number): SessionStep {
  if (session.phase !== 'incoming' || nowMs >= session.ringExpiresAtMs) return stay(session);
  const { early } = session;
  return {
    session: {
      ...baseOf(session),
      phase: 'answering',
      giveUpAtMs: session.ringExpiresAtMs + RING_GRACE_MS,
      early,
    },
    effects: [
      ...(early === null ? [] : [{ type: 'tellAccept' } as const]),
      { type: 'openMedia' },
      { type: 'send', frame: 'call.accept' },
    ],
  };
}

function onDecline(session: CallSession, busy: boolean, nowMs: number): SessionStep {
  if (session.phase !== 'incoming') return stay(session);
  return finish(session, nowMs, { outcome: 'declined', leaving: 'call.decline' }, { busy });
}

/** When the session next wants a `deadline` event, in the device's clock; undefined: never. */
export function nextDeadlineMs(session: CallSession): number | undefined {
  switch (session.phase) {
    case 'dialing':
    case 'answering':
    case 'provisional':
    case 'moving':
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
    case 'moving':
    case 'provisional':
      return finish(session, nowMs, { outcome: 'failed', refused: 'offline', leaving: 'call.hang-up' });
    case 'ringing':
    case 'incoming':
      return finish(session, nowMs, { outcome: 'missed' });
    case 'connecting':
      return leave(session, nowMs, 'failed');
    case 'connected':
      // Whose page went away and stayed away has left; that no way was found is another matter.
      return leave(session, nowMs, session.peerAway ? 'completed' : 'failed');
    case 'ended':
      return stay(session);
  }
}

/**
 * One device's view of one call (CALL-20 to CALL-28, CALL-40 to CALL-54). Pure: the clock and the device's own id come
 * in.
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
      return onDecline(session, event.busy === true, nowMs);
    case 'cancel':
    case 'hangUp':
      return session.phase === 'incoming' ? stay(session) : leave(session, nowMs, 'completed');
    case 'told':
      return onTold(session, event.call, self, nowMs);
    case 'refused':
      return onRefused(session, event, nowMs);
    case 'notListed':
      return onNotListed(session, nowMs);
    case 'preconnectOffered':
      return onPreconnectOffered(session, event.from, nowMs);
    case 'peerAccepted':
      return onPeerAccepted(session, event.deviceId, nowMs);
    case 'mediaConnected':
      return onMediaConnected(session, nowMs);
    case 'mediaLost':
      return onMediaLost(session, nowMs);
    case 'peerAway':
      return onPeerAway(session, nowMs);
    case 'peerBack':
      return onPeerBack(session, nowMs);
    case 'mediaFailed':
      return canBeLeft(session) ? leave(session, nowMs, 'failed') : stay(session);
    case 'peerHungUp':
      // The server is told as well: the other side's own word to it may be lost.
      return canBeLeft(session) ? leave(session, nowMs, 'completed') : stay(session);
    case 'deadline':
      return onDeadline(session, nowMs);
  }
}

/** There is another side that could have gone. */
function canBeLeft(session: CallSession): boolean {
  return isAgreed(session) || session.phase === 'provisional';
}
