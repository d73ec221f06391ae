import type { AcceptedCall, AccountId, Call, CallId, CallKind, DeviceId } from '@parley/protocol';
import { advance, dial, hasMedia, isOneEnd, ring } from './session.ts';
import type { CallSession, SessionEffect, SessionEvent } from './session-state.ts';

/** How many calls that are over a device remembers, so that a late or repeated ring stays silent (CALL-21). */
const MEMORY_OF_ENDED = 64;

/** All calls that a device knows, the oldest first, and who the device is. */
export interface DeviceCalls {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly sessions: readonly CallSession[];
  /** Calls that are over for this device and no longer shown, the newest last. */
  readonly over: readonly CallId[];
}

/** A device that knows of no call yet. */
export function createDeviceCalls(accountId: AccountId, deviceId: DeviceId): DeviceCalls {
  return { accountId, deviceId, sessions: [], over: [] };
}

export type DeviceEvent =
  | { type: 'place'; callId: CallId; calleeId: AccountId; kind: CallKind }
  | { type: 'session'; callId: CallId; event: SessionEvent }
  /** The server's word on a call: a frame, or a reply to a frame about `callId`. */
  | { type: 'told'; call: Call; replyTo?: CallId }
  /** `welcome`: the live calls, all of them (CALL-10). */
  | { type: 'listed'; calls: readonly Call[] }
  | { type: 'dismiss'; callId: CallId };

export interface DeviceStep {
  calls: DeviceCalls;
  effects: readonly { callId: CallId; effect: SessionEffect }[];
}

/** The call that this device places or is in; at most one (CALL-27). */
export function currentSession(calls: DeviceCalls): CallSession | undefined {
  return calls.sessions.find(hasMedia);
}

/** Calls that ring here, the oldest first. */
export function ringingSessions(calls: DeviceCalls): readonly CallSession[] {
  return calls.sessions.filter((session) => session.phase === 'incoming');
}

function find(calls: DeviceCalls, callId: CallId): CallSession | undefined {
  return calls.sessions.find((session) => session.callId === callId);
}

function put(calls: DeviceCalls, session: CallSession): DeviceCalls {
  const known = find(calls, session.callId) !== undefined;
  const sessions = known
    ? calls.sessions.map((other) => (other.callId === session.callId ? session : other))
    : [...calls.sessions, session];
  return { ...calls, sessions };
}

function remove(calls: DeviceCalls, callId: CallId): DeviceCalls {
  return { ...calls, sessions: calls.sessions.filter((session) => session.callId !== callId) };
}

function remember(calls: DeviceCalls, callId: CallId): DeviceCalls {
  return { ...calls, over: [...calls.over, callId].slice(-MEMORY_OF_ENDED) };
}

function step(calls: DeviceCalls, callId: CallId, event: SessionEvent, nowMs: number): DeviceStep {
  const session = find(calls, callId);
  if (session === undefined) return { calls, effects: [] };
  const { session: next, effects } = advance(session, event, calls.deviceId, nowMs);
  return { calls: put(calls, next), effects: effects.map((effect) => ({ callId, effect })) };
}

function chain(first: DeviceStep, next: (calls: DeviceCalls) => DeviceStep): DeviceStep {
  const second = next(first.calls);
  return { calls: second.calls, effects: [...first.effects, ...second.effects] };
}

/** Accepting while in a call ends that call first (CALL-27); an accept that comes too late leaves it alone. */
function accept(calls: DeviceCalls, callId: CallId, nowMs: number): DeviceStep {
  const accepted = step(calls, callId, { type: 'accept' }, nowMs);
  const current = currentSession(calls);
  if (current === undefined || accepted.effects.length === 0) return accepted;
  const freed = step(calls, current.callId, { type: 'hangUp' }, nowMs);
  return chain(freed, (after) => step(after, callId, { type: 'accept' }, nowMs));
}

/** Calling somebody who is ringing here at this moment is accepting (CALL-8); a second call at a time is not placed. */
function place(
  calls: DeviceCalls,
  event: Extract<DeviceEvent, { type: 'place' }>,
  nowMs: number,
): DeviceStep {
  const crossing = ringingSessions(calls).find((session) => session.peerId === event.calleeId);
  if (crossing !== undefined) return accept(calls, crossing.callId, nowMs);
  if (currentSession(calls) !== undefined || find(calls, event.callId) !== undefined)
    return { calls, effects: [] };
  const { session, effects } = dial(event, nowMs);
  return { calls: put(calls, session), effects: effects.map((effect) => ({ callId: event.callId, effect })) };
}

/**
 * Our invite that the call crossed, if any: it was answered with that call, or the call was accepted in our name,
 * which other devices' news may tell before the answer does (CALL-8).
 */
function crossedInvite(calls: DeviceCalls, call: Call, replyTo: CallId | undefined): CallSession | undefined {
  const inOurName = call.state === 'accepted' && call.calleeDeviceId === calls.deviceId;
  return calls.sessions.find(
    (session) =>
      session.phase === 'dialing' &&
      session.callId !== call.id &&
      (session.callId === replyTo || (inOurName && session.peerId === call.callerId)),
  );
}

/** Both called at once: our session goes on under the other call's id, with the media that is open already (CALL-8). */
function adopt(calls: DeviceCalls, dialled: CallSession, call: Call, nowMs: number): DeviceStep {
  const adopted: CallSession = {
    callId: call.id,
    peerId: dialled.peerId,
    kind: dialled.kind,
    direction: 'incoming',
    route: call.route,
    version: 0,
    phase: 'answering',
    giveUpAtMs: nowMs,
  };
  const others = remove(remove(calls, dialled.callId), call.id);
  const first: DeviceStep = {
    calls: put(others, adopted),
    effects: [{ callId: call.id, effect: { type: 'adoptMedia', fromCallId: dialled.callId } }],
  };
  return chain(first, (after) => step(after, call.id, { type: 'told', call }, nowMs));
}

/** The server has this device in a call that nobody here is in: given up meanwhile, or left by a reload. */
function leaveUnwanted(calls: DeviceCalls, call: AcceptedCall, nowMs: number): DeviceStep {
  const outgoing = call.callerId === calls.accountId;
  const unwanted: CallSession = {
    callId: call.id,
    peerId: outgoing ? call.calleeId : call.callerId,
    kind: call.kind,
    direction: outgoing ? 'outgoing' : 'incoming',
    route: call.route,
    version: call.version,
    phase: 'connecting',
    acceptedAtMs: nowMs,
    giveUpAtMs: nowMs,
  };
  const left = step(put(calls, unwanted), call.id, { type: 'hangUp' }, nowMs);
  // No media was opened for it, so there is none to close.
  return { ...left, effects: left.effects.filter(({ effect }) => effect.type === 'send') };
}

function told(calls: DeviceCalls, event: Extract<DeviceEvent, { type: 'told' }>, nowMs: number): DeviceStep {
  const { call, replyTo } = event;
  const dialled = crossedInvite(calls, call, replyTo);
  if (dialled === undefined) return toldOne(calls, call, nowMs);
  const known = find(calls, call.id);
  const canGoOn = known === undefined ? !calls.over.includes(call.id) : known.phase === 'incoming';
  if (canGoOn) return adopt(calls, dialled, call, nowMs);
  if (replyTo !== dialled.callId) return toldOne(calls, call, nowMs);
  // The person here has left that call already: it does not come back, and the invite leads nowhere.
  const refused: SessionEvent = { type: 'refused', frame: 'call.invite', code: 'already_in_call' };
  const first = step(calls, dialled.callId, refused, nowMs);
  return chain(first, (after) => toldOne(after, call, nowMs));
}

function toldOne(calls: DeviceCalls, call: Call, nowMs: number): DeviceStep {
  if (find(calls, call.id) !== undefined) return step(calls, call.id, { type: 'told', call }, nowMs);
  if (calls.over.includes(call.id)) return { calls, effects: [] };
  if (call.state === 'accepted' && isOneEnd(call, calls.deviceId)) return leaveUnwanted(calls, call, nowMs);
  // Frames may overtake each other: what is answered or over before it rang here never rings here.
  if (call.state !== 'ringing') return { calls: remember(calls, call.id), effects: [] };
  const ringsHere = call.calleeId === calls.accountId && nowMs < call.ringExpiresAtMs;
  return { calls: ringsHere ? put(calls, ring(call)) : calls, effects: [] };
}

function listed(calls: DeviceCalls, live: readonly Call[], nowMs: number): DeviceStep {
  const gone = calls.sessions.filter((session) => !live.some((call) => call.id === session.callId));
  let result: DeviceStep = { calls, effects: [] };
  for (const { callId } of gone) {
    result = chain(result, (after) => step(after, callId, { type: 'notListed' }, nowMs));
  }
  for (const call of live) result = chain(result, (after) => told(after, { type: 'told', call }, nowMs));
  return result;
}

function dismiss(calls: DeviceCalls, callId: CallId): DeviceStep {
  const session = find(calls, callId);
  const done = session?.phase === 'ended' && session.leaving === null;
  return { calls: done ? remember(remove(calls, callId), callId) : calls, effects: [] };
}

/** One device's view of all its calls: which event concerns which, and what one means for another. Pure. */
export function advanceDevice(calls: DeviceCalls, event: DeviceEvent, nowMs: number): DeviceStep {
  switch (event.type) {
    case 'place':
      return place(calls, event, nowMs);
    case 'session':
      return event.event.type === 'accept'
        ? accept(calls, event.callId, nowMs)
        : step(calls, event.callId, event.event, nowMs);
    case 'told':
      return told(calls, event, nowMs);
    case 'listed':
      return listed(calls, event.calls, nowMs);
    case 'dismiss':
      return dismiss(calls, event.callId);
  }
}
