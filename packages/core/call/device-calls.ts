import type { AcceptedCall, AccountId, Call, CallId, CallKind, DeviceId } from '@parley/protocol';
import { advance, beginMove, dial, hasMedia, isOneEnd, resume, ring, sessionBaseOf } from './session.ts';
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
  /** Accepted calls that run on other devices of this account and can be taken over, the oldest first (CALL-54). */
  readonly elsewhere: readonly AcceptedCall[];
}

/** A device that knows of no call yet. */
export function createDeviceCalls(accountId: AccountId, deviceId: DeviceId): DeviceCalls {
  return { accountId, deviceId, sessions: [], over: [], elsewhere: [] };
}

export type DeviceEvent =
  | { type: 'place'; callId: CallId; calleeId: AccountId; kind: CallKind }
  | { type: 'session'; callId: CallId; event: SessionEvent }
  /** The server's word on a call: a frame, or a reply to a frame about `callId`. */
  | { type: 'told'; call: Call; replyTo?: CallId }
  /**
   * `welcome`: the live calls, all of them (CALL-10). `resumable`: the call that this device's page was in until it was
   * loaded again, by a mark that it has left itself (CALL-52).
   */
  | { type: 'listed'; calls: readonly Call[]; resumable?: CallId }
  /** The person here takes over a call that runs on another device of theirs (CALL-54). */
  | { type: 'move'; callId: CallId }
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
    preconnect: call.preconnect,
    version: 0,
    phase: 'answering',
    giveUpAtMs: nowMs,
    early: null,
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
  const unwanted: CallSession = {
    ...sessionBaseOf(call, calls.accountId),
    phase: 'connecting',
    remoteDeviceId: call.calleeDeviceId,
    acceptedAtMs: nowMs,
    giveUpAtMs: nowMs,
  };
  const left = step(put(calls, unwanted), call.id, { type: 'hangUp' }, nowMs);
  // No media was opened for it, so there is none to close.
  return { ...left, effects: left.effects.filter(({ effect }) => effect.type === 'send') };
}

/** Keeps what runs on other devices of mine; not what runs here. */
function noteElsewhere(calls: DeviceCalls, call: Call): DeviceCalls {
  const known = calls.elsewhere.find(({ id }) => id === call.id);
  if (known !== undefined && known.version >= call.version) return calls;
  const others = calls.elsewhere.filter(({ id }) => id !== call.id);
  const runsElsewhere = call.state === 'accepted' && !isOneEnd(call, calls.deviceId);
  return { ...calls, elsewhere: runsElsewhere ? [...others, call] : others };
}

/** Takes over what runs elsewhere, where this device is free (CALL-54). */
function move(calls: DeviceCalls, callId: CallId, nowMs: number): DeviceStep {
  const call = calls.elsewhere.find(({ id }) => id === callId);
  if (call === undefined || currentSession(calls) !== undefined) return { calls, effects: [] };
  // A session that ended here when the call went elsewhere makes way, unless it still has something to tell.
  const before = find(calls, callId);
  if (before?.phase === 'ended' && before.leaving !== null) return { calls, effects: [] };
  const { session, effects } = beginMove(call, calls.accountId, nowMs);
  const free = { ...remove(calls, callId), elsewhere: calls.elsewhere.filter(({ id }) => id !== callId) };
  return { calls: put(free, session), effects: effects.map((effect) => ({ callId, effect })) };
}

/** Comes back after a reload, into the call that this page was in. */
function comeBack(calls: DeviceCalls, call: AcceptedCall, nowMs: number): DeviceStep {
  const { session, effects } = resume(call, calls.accountId, nowMs);
  return { calls: put(calls, session), effects: effects.map((effect) => ({ callId: call.id, effect })) };
}

/** This device's end of the call is this device: the account's other end may be anybody's. */
function runsHere(calls: DeviceCalls, call: AcceptedCall): boolean {
  const mine = call.callerId === calls.accountId ? call.callerDeviceId : call.calleeDeviceId;
  return mine === calls.deviceId;
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

function toldOne(before: DeviceCalls, call: Call, nowMs: number): DeviceStep {
  const calls = noteElsewhere(before, call);
  if (find(calls, call.id) !== undefined) return step(calls, call.id, { type: 'told', call }, nowMs);
  if (calls.over.includes(call.id)) return { calls, effects: [] };
  if (call.state === 'accepted' && isOneEnd(call, calls.deviceId)) return leaveUnwanted(calls, call, nowMs);
  // Frames may overtake each other: what is answered or over before it rang here never rings here.
  if (call.state !== 'ringing') return { calls: remember(calls, call.id), effects: [] };
  const ringsHere = call.calleeId === calls.accountId && nowMs < call.ringExpiresAtMs;
  return { calls: ringsHere ? put(calls, ring(call)) : calls, effects: [] };
}

function listed(
  calls: DeviceCalls,
  { calls: live, resumable }: Extract<DeviceEvent, { type: 'listed' }>,
  nowMs: number,
): DeviceStep {
  const gone = calls.sessions.filter((session) => !live.some((call) => call.id === session.callId));
  const elsewhere = calls.elsewhere.filter(({ id }) => live.some((call) => call.id === id));
  let result: DeviceStep = { calls: { ...calls, elsewhere }, effects: [] };
  for (const { callId } of gone) {
    result = chain(result, (after) => step(after, callId, { type: 'notListed' }, nowMs));
  }
  for (const call of live) result = chain(result, (after) => listedOne(after, call, resumable, nowMs));
  return result;
}

function listedOne(calls: DeviceCalls, call: Call, resumable: CallId | undefined, nowMs: number): DeviceStep {
  const isNews = find(calls, call.id) === undefined && !calls.over.includes(call.id);
  const comesBack = call.state === 'accepted' && call.id === resumable && runsHere(calls, call);
  if (comesBack && isNews && currentSession(calls) === undefined) return comeBack(calls, call, nowMs);
  return told(calls, { type: 'told', call }, nowMs);
}

function dismiss(calls: DeviceCalls, callId: CallId): DeviceStep {
  const session = find(calls, callId);
  const done = session?.phase === 'ended' && session.leaving === null;
  return { calls: done ? remember(remove(calls, callId), callId) : calls, effects: [] };
}

/** What one session's event means beside the other calls of the device. */
function onSession(calls: DeviceCalls, callId: CallId, event: SessionEvent, nowMs: number): DeviceStep {
  if (event.type === 'accept') return accept(calls, callId, nowMs);
  const current = currentSession(calls);
  if (event.type === 'decline') return step(calls, callId, { ...event, busy: current !== undefined }, nowMs);
  // While in a call, or placing one, nothing is connected for another that rings (CALL-41).
  const isBusy = current !== undefined && current.callId !== callId;
  if (event.type === 'preconnectOffered' && isBusy) return { calls, effects: [] };
  return step(calls, callId, event, nowMs);
}

/** One device's view of all its calls: which event concerns which, and what one means for another. Pure. */
export function advanceDevice(calls: DeviceCalls, event: DeviceEvent, nowMs: number): DeviceStep {
  switch (event.type) {
    case 'place':
      return place(calls, event, nowMs);
    case 'session':
      return onSession(calls, event.callId, event.event, nowMs);
    case 'told':
      return told(calls, event, nowMs);
    case 'listed':
      return listed(calls, event, nowMs);
    case 'move':
      return move(calls, event.callId, nowMs);
    case 'dismiss':
      return dismiss(calls, event.callId);
  }
}
