import { mayDispatchRing } from '../commands/call-end.ts';
import { sendWakeUp, toTopic } from './send-wake-up.ts';
import type { Task } from './task.ts';

/** Wakes one device of the callee for a call that still rings and still may (PUSH-4, PUSH-5, CON-10). */
export const pushRing: Task<'pushRing'> = async (ports, { callId, sessionId }) => {
  const { stores, rollout, clock } = ports;
  const seen = await stores.calls.loadWithFacts(callId);
  if (seen === undefined || seen.call.state !== 'ringing' || clock() >= seen.call.ringExpiresAtMs) return;
  if (!(await mayDispatchRing(ports, callId, seen.facts))) return;
  const device = await stores.pushTargets.load(sessionId);
  if (device === undefined || device.accountId !== seen.call.calleeId) return;
  if (!device.settings.incomingCalls) return;
  if (!(await rollout.platformsOf(device.accountId)).has(device.platform)) return;
  await sendWakeUp(ports, sessionId, device, {
    isUrgent: true,
    topic: toTopic(sessionId, callId),
    expiresAtMs: seen.call.ringExpiresAtMs,
  });
};
