import type {
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  ConversationId,
  DeviceId,
  Preconnect,
  ReasonCode,
} from '@parley/protocol';

/*
 *            accept                 hang up · lease lapsed · parted
 *  ringing ─────────▶ accepted ───────────────────────────────────▶ ended
 *     │                │     ▲                                        ▲
 *     │                └move─┘                                        │
 *     └── decline · cancel · deadline · permission lost · parted ─────┘
 */

interface CallBase {
  readonly id: CallId;
  readonly conversationId: ConversationId;
  readonly kind: CallKind;
  readonly callerId: AccountId;
  readonly calleeId: AccountId;
  readonly callerDeviceId: DeviceId;
  /** Decided with the invite; an accept may make it stricter, nothing else changes it (PRIV-3). */
  readonly route: CallRoute;
  /** What may be connected while it rings; decided with the invite, nothing changes it (CALL-36). */
  readonly preconnect: Preconnect;
  readonly createdAtMs: number;
  /** Grows by one with each change; the store saves by compare-and-set on it (CALL-3). */
  readonly version: number;
}

export interface Ringing extends CallBase {
  readonly state: 'ringing';
  readonly ringExpiresAtMs: number;
}

export interface Accepted extends CallBase {
  readonly state: 'accepted';
  readonly calleeDeviceId: DeviceId;
  readonly acceptedAtMs: number;
}

export interface Ended extends CallBase {
  readonly state: 'ended';
  readonly calleeDeviceId: DeviceId | null;
  readonly acceptedAtMs: number | null;
  readonly endedAtMs: number;
  readonly outcome: CallOutcome;
}

/** A call as the server knows it. */
export type ServerCall = Ringing | Accepted | Ended;

/** Who sends a frame: one device of one account. */
export interface Party {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
}

export type LifecycleEvent =
  /** `route`: what settleRoute said, on facts read for this accept; null: it may not be answered (CON-10, PRIV-3). */
  /** `rolledOut`: calls have reached the answering device's platform (ROLL-7). */
  | { type: 'accept'; by: Party; route: CallRoute | null; rolledOut: boolean }
  /** `tellsBusy`: the device is in another call, and the callee's settings let the caller know (CALL-33). */
  | { type: 'decline'; by: Party; tellsBusy?: boolean }
  | { type: 'cancel'; by: Party }
  | { type: 'hangUp'; by: Party; because: 'completed' | 'failed' }
  /** Another device of the same side takes over; `version`: of the call that it has seen (CALL-34). */
  | { type: 'move'; by: Party; version: number; rolledOut: boolean }
  /** The ring timer or the sweeper looked. */
  | { type: 'deadline' }
  /** A ring dispatch found the facts changed. */
  | { type: 'permissionLost' }
  /** The leaver has blocked the other, or their account is gone (CALL-12). */
  | { type: 'parted'; leaverId: AccountId }
  /** The sweeper found that neither side has attested for CALL_LEASE_MS (CALL-11). */
  | { type: 'leaseLapsed' };

export type LifecycleStep =
  | { kind: 'changed'; call: Accepted }
  | { kind: 'changed'; call: Ended; row: { countsAsUnread: boolean } }
  /** Done before, by the same one: answer with the call as it is. */
  | { kind: 'unchanged'; call: ServerCall }
  | { kind: 'refused'; reason: ReasonCode; call: ServerCall };

function isCaller(call: ServerCall, by: Party): boolean {
  return call.callerId === by.accountId;
}

function isCallee(call: ServerCall, by: Party): boolean {
  return call.calleeId === by.accountId;
}

function isParty(call: ServerCall, by: Party): boolean {
  return isCaller(call, by) || isCallee(call, by);
}

/** The two devices between which an accepted call runs. */
function isAnswering(call: Accepted | Ended, by: Party): boolean {
  return isCallee(call, by) && call.calleeDeviceId === by.deviceId;
}

/**
 * The device at the other end of an accepted call, for a device that takes part in it (CALL-13).
 * Undefined for everybody else and in every other state.
 */
export function otherEnd(call: ServerCall, by: Party): Party | undefined {
  if (call.state !== 'accepted') return undefined;
  if (isCaller(call, by) && call.callerDeviceId === by.deviceId) {
    return { accountId: call.calleeId, deviceId: call.calleeDeviceId };
  }
  if (isAnswering(call, by)) return { accountId: call.callerId, deviceId: call.callerDeviceId };
  return undefined;
}

function refuse(call: ServerCall, reason: ReasonCode): LifecycleStep {
  return { kind: 'refused', reason, call };
}

function end(
  call: Ringing | Accepted,
  outcome: CallOutcome,
  nowMs: number,
  countsAsUnread: boolean,
): LifecycleStep {
  const { id, conversationId, kind, callerId, calleeId, callerDeviceId, route, preconnect, createdAtMs } =
    call;
  const base = {
    id,
    conversationId,
    kind,
    callerId,
    calleeId,
    callerDeviceId,
    route,
    preconnect,
    createdAtMs,
  };
  return {
    kind: 'changed',
    call: {
      ...base,
      version: call.version + 1,
      state: 'ended',
      calleeDeviceId: call.state === 'accepted' ? call.calleeDeviceId : null,
      acceptedAtMs: call.state === 'accepted' ? call.acceptedAtMs : null,
      endedAtMs: nowMs,
      outcome,
    },
    row: { countsAsUnread },
  };
}

function whileRinging(call: Ringing, event: LifecycleEvent, nowMs: number): LifecycleStep {
  switch (event.type) {
    case 'accept':
      if (!isCallee(call, event.by)) return refuse(call, 'not_found');
      // An accept after the deadline is too late, whether or not the timer has run yet (CALL-4).
      if (nowMs >= call.ringExpiresAtMs) return end(call, 'missed', nowMs, true);
      if (event.route === null) return end(call, 'missed', nowMs, false);
      // It rings on for the devices that it has reached.
      if (!event.rolledOut) return refuse(call, 'calls_not_rolled_out');
      return { kind: 'changed', call: accept(call, event.by.deviceId, event.route, nowMs) };
    case 'decline':
      if (!isCallee(call, event.by)) return refuse(call, 'not_found');
      return end(call, event.tellsBusy === true ? 'busy' : 'declined', nowMs, false);
    case 'cancel':
      return isCaller(call, event.by) ? end(call, 'cancelled', nowMs, true) : refuse(call, 'not_found');
    case 'hangUp':
      // The caller's device may not know yet whether it was answered: hanging up a ring is a cancel.
      if (isCaller(call, event.by)) return end(call, 'cancelled', nowMs, true);
      return refuse(call, isCallee(call, event.by) ? 'wrong_state' : 'not_found');
    case 'move':
      return refuse(call, isParty(call, event.by) ? 'wrong_state' : 'not_found');
    case 'deadline':
      return nowMs >= call.ringExpiresAtMs ? end(call, 'missed', nowMs, true) : { kind: 'unchanged', call };
    case 'permissionLost':
      return end(call, 'missed', nowMs, false);
    case 'parted':
      // As if by hand: it looks like any other call that was declined or given up, and tells nothing (CALL-12).
      return event.leaverId === call.calleeId
        ? end(call, 'declined', nowMs, false)
        : end(call, 'cancelled', nowMs, true);
    case 'leaseLapsed':
      return { kind: 'unchanged', call };
  }
}

function accept(call: Ringing, calleeDeviceId: DeviceId, route: CallRoute, nowMs: number): Accepted {
  const { ringExpiresAtMs: _, ...base } = call;
  return {
    ...base,
    route,
    version: call.version + 1,
    state: 'accepted',
    calleeDeviceId,
    acceptedAtMs: nowMs,
  };
}

/** Of two that would take it over the first to commit wins: the other has seen an older version (CALL-34). */
function move(call: Accepted, { by, version, rolledOut }: LifecycleEvent & { type: 'move' }): LifecycleStep {
  if (!isParty(call, by)) return refuse(call, 'not_found');
  if (otherEnd(call, by) !== undefined) return { kind: 'unchanged', call };
  if (!rolledOut) return refuse(call, 'calls_not_rolled_out');
  if (version !== call.version) return refuse(call, 'answered_elsewhere');
  const device = isCaller(call, by) ? { callerDeviceId: by.deviceId } : { calleeDeviceId: by.deviceId };
  return { kind: 'changed', call: { ...call, ...device, version: call.version + 1 } };
}

function whileAccepted(call: Accepted, event: LifecycleEvent, nowMs: number): LifecycleStep {
  switch (event.type) {
    case 'accept':
      if (!isCallee(call, event.by)) return refuse(call, 'not_found');
      return isAnswering(call, event.by) ? { kind: 'unchanged', call } : refuse(call, 'answered_elsewhere');
    case 'decline':
      return refuse(call, isCallee(call, event.by) ? 'answered_elsewhere' : 'not_found');
    case 'cancel':
      return refuse(call, isCaller(call, event.by) ? 'wrong_state' : 'not_found');
    case 'hangUp':
      return otherEnd(call, event.by) === undefined
        ? refuse(call, 'not_found')
        : end(call, event.because, nowMs, false);
    case 'move':
      return move(call, event);
    case 'deadline':
      return { kind: 'unchanged', call };
    case 'permissionLost':
    case 'parted':
      return end(call, 'completed', nowMs, false);
    case 'leaseLapsed':
      return end(call, 'lost', nowMs, false);
  }
}

function whenEnded(call: Ended, event: LifecycleEvent): LifecycleStep {
  switch (event.type) {
    case 'accept':
      return refuse(call, isCallee(call, event.by) ? 'call_over' : 'not_found');
    // Whoever wanted it over has what they wanted: repeating is harmless (CALL-23).
    case 'decline':
      return isCallee(call, event.by) ? { kind: 'unchanged', call } : refuse(call, 'not_found');
    case 'cancel':
      return isCaller(call, event.by) ? { kind: 'unchanged', call } : refuse(call, 'not_found');
    case 'hangUp':
      return isParty(call, event.by) ? { kind: 'unchanged', call } : refuse(call, 'not_found');
    case 'move':
      return refuse(call, isParty(call, event.by) ? 'call_over' : 'not_found');
    case 'deadline':
    case 'permissionLost':
    case 'parted':
    case 'leaseLapsed':
      return { kind: 'unchanged', call };
  }
}

/**
 * The server's truth about a call (CALL-1 to CALL-12, CALL-33, CALL-34).
 *
 * @param nowMs the server's clock, Unix milliseconds
 * @returns the changed call (save it by compare-and-set on the version before), with the row that an ended
 *   call leaves in the thread; or that nothing changes; or the code that refuses the frame
 */
export function transition(call: ServerCall, event: LifecycleEvent, nowMs: number): LifecycleStep {
  switch (call.state) {
    case 'ringing':
      return whileRinging(call, event, nowMs);
    case 'accepted':
      return whileAccepted(call, event, nowMs);
    case 'ended':
      return whenEnded(call, event);
  }
}
