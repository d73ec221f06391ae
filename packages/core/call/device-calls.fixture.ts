import type { Call, CallId } from '@parley/protocol';
import { callId, PARTIES, PLACED_AT_MS } from './calls.fixture.ts';
import { advanceDevice, createDeviceCalls, type DeviceCalls, type DeviceEvent } from './device-calls.ts';
import { describeEffect, describeSession, WORDS } from './session.fixture.ts';
import type { SessionEvent } from './session-state.ts';

/** The device of these tests: the one of the callee's that the other fixtures let answer. */
export const SELF = PARTIES.answering;
export const ALICE = PARTIES.placing.accountId;
export const EVE = PARTIES.stranger.accountId;
export const NOW_MS = PLACED_AT_MS + 1_000;
export const fresh = createDeviceCalls(SELF.accountId, SELF.deviceId);

export const place = (id: string, calleeId = ALICE): DeviceEvent => ({
  type: 'place',
  callId: callId(id),
  calleeId,
  kind: 'video',
});
export const press = (id: CallId, event: SessionEvent): DeviceEvent => ({
  type: 'session',
  callId: id,
  event,
});
export const told = (call: Call, replyTo?: CallId): DeviceEvent =>
  replyTo === undefined ? { type: 'told', call } : { type: 'told', call, replyTo };
export const accept = (id: CallId): DeviceEvent => press(id, { type: 'accept' });

export const fromAlice = WORDS.ringing.id;
const ringing = (id: string, callerId = ALICE): Call => ({
  ...WORDS.ringing,
  id: callId(id),
  callerId,
});
export const eves = ringing('eve-calls', EVE);

/** Lets events happen one after the other; the lines are the last one's effects. */
export function after(
  calls: DeviceCalls,
  ...events: DeviceEvent[]
): { calls: DeviceCalls; effects: string[]; has: string[] } {
  let effects: string[] = [];
  for (const event of events) {
    const step = advanceDevice(calls, event, NOW_MS);
    calls = step.calls;
    effects = step.effects.map((line) => `${line.callId}: ${describeEffect(line.effect)}`);
  }
  return {
    calls,
    effects,
    has: calls.sessions.map((session) => `${session.callId}: ${describeSession(session)}`),
  };
}
