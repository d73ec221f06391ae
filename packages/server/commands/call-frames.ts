import type { Accepted, Ended, Ringing, ServerCall } from '@parley/core';
import { Platform } from '@parley/protocol';
import type {
  AcceptedCall,
  Call,
  CallMessage,
  EndedCall,
  OfferSignal,
  Person,
  RingingCall,
} from '@parley/protocol';
import type { Effect, Ports } from '../ports.ts';

function toFields(call: ServerCall) {
  const { id, conversationId, kind, callerId, calleeId, route, preconnect, version, createdAtMs } = call;
  return { id, conversationId, kind, callerId, calleeId, route, preconnect, version, createdAtMs };
}

export function toRingingCall(call: Ringing): RingingCall {
  return { ...toFields(call), state: 'ringing', ringExpiresAtMs: call.ringExpiresAtMs };
}

export function toAcceptedCall(call: Accepted): AcceptedCall {
  const { acceptedAtMs, callerDeviceId, calleeDeviceId } = call;
  return { ...toFields(call), state: 'accepted', acceptedAtMs, callerDeviceId, calleeDeviceId };
}

function toEndedCall(call: Ended): EndedCall {
  const { acceptedAtMs, endedAtMs, outcome } = call;
  return { ...toFields(call), state: 'ended', acceptedAtMs, endedAtMs, outcome };
}

/** A call as both parties see it. */
export function toCall(call: ServerCall): Call {
  switch (call.state) {
    case 'ringing':
      return toRingingCall(call);
    case 'accepted':
      return toAcceptedCall(call);
    case 'ended':
      return toEndedCall(call);
  }
}

/** All the callee's devices that calls have reached ring (CALL-5, ROLL-6), until the deadline (CALL-4). */
export function ringingEffects(
  { iceServers }: Pick<Ports, 'iceServers'>,
  call: Ringing,
  caller: Person,
  ringsOn: ReadonlySet<Platform>,
): Effect[] {
  const frame = {
    type: 'call.ringing',
    call: toRingingCall(call),
    peer: caller,
    iceServers: iceServers(call.calleeId),
  } as const;
  return [
    { kind: 'routeCall', call },
    { kind: 'deliver', to: { accountId: call.calleeId, ...narrowedTo(ringsOn) }, frame },
    { kind: 'watchRing', callId: call.id, ringExpiresAtMs: call.ringExpiresAtMs },
  ];
}

/** The placing device's offer for whichever device answers goes where the ring has gone (CALL-38). */
export function offeredEffect(call: Ringing, signal: OfferSignal, ringsOn: ReadonlySet<Platform>): Effect {
  const frame = {
    type: 'call.offered',
    callId: call.id,
    fromDeviceId: call.callerDeviceId,
    signal,
  } as const;
  return { kind: 'deliver', to: { accountId: call.calleeId, ...narrowedTo(ringsOn) }, frame };
}

/** Nothing where calls have reached every platform, which is the usual case in the end. */
function narrowedTo(platforms: ReadonlySet<Platform>): { platforms?: readonly Platform[] } {
  return platforms.size === Platform.options.length ? {} : { platforms: [...platforms] };
}

/** All devices of both learn which has answered, or has taken the call over (CALL-5, CALL-34). */
export function acceptedEffects(call: Accepted): Effect[] {
  const frame = { type: 'call.accepted', call: toAcceptedCall(call) } as const;
  return [
    { kind: 'routeCall', call },
    { kind: 'deliver', to: { accountId: call.callerId }, frame },
    { kind: 'deliver', to: { accountId: call.calleeId }, frame },
  ];
}

/** All devices of both learn that it is over, and get its row of the thread; the notice is the callee's alone (CALL-9, CON-10). */
export function endedEffects(call: Ended, row: CallMessage): Effect[] {
  const ended = { type: 'call.ended', call: toEndedCall(call) } as const;
  const forCallee = { type: 'message.created', message: row } as const;
  const forCaller = { type: 'message.created', message: { ...row, notice: false } } as const;
  return [
    { kind: 'forgetCall', callId: call.id },
    { kind: 'deliver', to: { accountId: call.callerId }, frame: ended },
    { kind: 'deliver', to: { accountId: call.calleeId }, frame: ended },
    { kind: 'deliver', to: { accountId: call.callerId }, frame: forCaller },
    { kind: 'deliver', to: { accountId: call.calleeId }, frame: forCallee },
  ];
}
