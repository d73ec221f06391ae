import type { AcceptedCall, Call, DeviceId, EndedCall, RingingCall } from '@parley/protocol';
import { baseOf, finish, insist, type SessionStep, stay } from './session-end.ts';
import {
  type CallSession,
  CONNECT_TIMEOUT_MS,
  RECONNECT_TIMEOUT_MS,
  type SessionEffect,
} from './session-state.ts';

/** The accepted call runs between this device and another. */
export function isOneEnd(call: AcceptedCall, self: DeviceId): boolean {
  return call.callerDeviceId === self || call.calleeDeviceId === self;
}

interface Ends {
  mine: DeviceId;
  theirs: DeviceId;
}

function endsOf(session: CallSession, call: AcceptedCall): Ends {
  return session.direction === 'outgoing'
    ? { mine: call.callerDeviceId, theirs: call.calleeDeviceId }
    : { mine: call.calleeDeviceId, theirs: call.callerDeviceId };
}

function connectTo(
  call: AcceptedCall,
  role: 'offer' | 'answer',
  remoteDeviceId: DeviceId,
  fresh: boolean,
): SessionEffect {
  return { type: 'connect', role, remoteDeviceId, route: call.route, fresh, provisional: false };
}

function connect(
  session: CallSession,
  role: 'offer' | 'answer',
  call: AcceptedCall,
  nowMs: number,
): SessionStep {
  const { theirs } = endsOf(session, call);
  return {
    session: {
      ...baseOf(session),
      phase: 'connecting',
      remoteDeviceId: theirs,
      acceptedAtMs: nowMs,
      giveUpAtMs: nowMs + CONNECT_TIMEOUT_MS,
    },
    effects: [connectTo(call, role, theirs, false)],
  };
}

/** A call that runs already comes to this device: by a move, or back after a reload. It offers a new connection. */
export function takeOver(session: CallSession, call: AcceptedCall, nowMs: number): SessionStep {
  const { theirs } = endsOf(session, call);
  return {
    session: {
      ...baseOf(session),
      route: call.route,
      version: call.version,
      phase: 'connected',
      remoteDeviceId: theirs,
      acceptedAtMs: call.acceptedAtMs,
      connectedAtMs: call.acceptedAtMs,
      giveUpAtMs: nowMs + CONNECT_TIMEOUT_MS,
      peerAway: false,
    },
    effects: [connectTo(call, 'offer', theirs, true)],
  };
}

/** The server's word on what the other device has said already: it holds, or another device of theirs was first. */
function confirm(
  session: Extract<CallSession, { phase: 'provisional' }>,
  call: AcceptedCall,
  nowMs: number,
): SessionStep {
  const { theirs } = endsOf(session, call);
  const { remoteDeviceId, connectedAtMs, acceptedAtMs } = session;
  if (theirs !== remoteDeviceId || connectedAtMs === null) return connect(session, 'offer', call, nowMs);
  return {
    session: {
      ...baseOf(session),
      phase: 'connected',
      remoteDeviceId,
      acceptedAtMs,
      connectedAtMs,
      giveUpAtMs: null,
      peerAway: false,
    },
    effects: [connectTo(call, 'offer', theirs, false)],
  };
}

/** The call runs; one of its ends may have moved to another device (CALL-54). */
function onMoved(
  session: Extract<CallSession, { phase: 'connecting' | 'connected' }>,
  call: AcceptedCall,
  self: DeviceId,
  nowMs: number,
): SessionStep {
  const { mine, theirs } = endsOf(session, call);
  if (mine !== self) return finish(session, nowMs, { outcome: 'completed', elsewhere: true });
  if (theirs === session.remoteDeviceId) return stay(session);
  const moved: CallSession =
    session.phase === 'connecting'
      ? { ...session, remoteDeviceId: theirs, giveUpAtMs: nowMs + CONNECT_TIMEOUT_MS }
      : {
          ...session,
          remoteDeviceId: theirs,
          giveUpAtMs: nowMs + RECONNECT_TIMEOUT_MS,
          peerAway: false,
        };
  return { session: moved, effects: [connectTo(call, 'answer', theirs, true)] };
}

function onAccepted(session: CallSession, call: AcceptedCall, self: DeviceId, nowMs: number): SessionStep {
  const { mine } = endsOf(session, call);
  const elsewhere = { outcome: 'completed', elsewhere: true } as const;
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return mine === self ? connect(session, 'offer', call, nowMs) : stay(session);
    case 'provisional':
      return mine === self ? confirm(session, call, nowMs) : stay(session);
    case 'answering':
      return mine === self ? connect(session, 'answer', call, nowMs) : finish(session, nowMs, elsewhere);
    case 'incoming':
      // Another device of mine has answered. Should the server claim that this one did, without a person having
      // accepted here, the claim opens nothing and is taken back (CALL-20).
      return mine === self
        ? finish(session, nowMs, { outcome: 'failed', leaving: 'call.hang-up' })
        : finish(session, nowMs, elsewhere);
    case 'moving':
      return mine === self ? takeOver(session, call, nowMs) : finish(session, nowMs, elsewhere);
    case 'connecting':
    case 'connected':
      return onMoved(session, call, self, nowMs);
    case 'ended':
      // The accept won against whatever ended it here (CALL-7): whoever left means it.
      return isOneEnd(call, self) && session.leaving !== 'call.hang-up'
        ? insist(session, 'call.hang-up')
        : stay(session);
  }
}

function onRinging(session: CallSession, call: RingingCall): SessionStep {
  // The server learned of the call only after it had been given up here: whoever left means it.
  if (session.phase === 'ended' && session.direction === 'outgoing' && session.leaving === null) {
    return insist(session, 'call.cancel');
  }
  if (session.phase !== 'dialing') return stay(session);
  return stay({ ...baseOf(session), phase: 'ringing', ringExpiresAtMs: call.ringExpiresAtMs });
}

function onEnded(session: CallSession, call: EndedCall, nowMs: number): SessionStep {
  // The server has confirmed what this device wanted, or it is old news: nothing left to tell.
  if (session.phase === 'ended') return stay({ ...session, leaving: null });
  const mineToDecline = session.phase === 'incoming' || session.phase === 'answering';
  const elsewhere = mineToDecline && (call.outcome === 'declined' || call.outcome === 'busy');
  return finish(session, nowMs, { outcome: call.outcome, elsewhere });
}

/** The server's word on the call. */
export function onTold(session: CallSession, call: Call, self: DeviceId, nowMs: number): SessionStep {
  if (call.id !== session.callId || call.version <= session.version) return stay(session); // CALL-21
  const { version, route } = call;
  // Decided with the invite: no later word makes a call one that may be connected while it rings.
  const preconnect = session.version === 0 ? call.preconnect : session.preconnect;
  const told = { ...session, version, route, preconnect };
  switch (call.state) {
    case 'ringing':
      return onRinging(told, call);
    case 'accepted':
      return onAccepted(told, call, self, nowMs);
    case 'ended':
      return onEnded(told, call, nowMs);
  }
}
