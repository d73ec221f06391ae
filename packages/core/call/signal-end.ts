import type { DeviceId } from '@parley/protocol';
import { otherEnd } from './lifecycle.ts';
import type { Party, Ringing, ServerCall } from './lifecycle.ts';

/**
 * The device that a signal is for, while it rings too (CALL-31): then it passes only where the call may be connected
 * early, and only between the placing device and one of the callee's.
 *
 * @param toDeviceId the device that the sender has named, if any
 * @returns undefined where nothing may pass
 */
export function signalEnd(call: ServerCall, by: Party, toDeviceId?: DeviceId): Party | undefined {
  switch (call.state) {
    case 'ringing': {
      const end = call.preconnect === 'none' ? undefined : earlyEnd(call, by, toDeviceId);
      return end !== undefined && isNamed(end, toDeviceId) ? end : undefined;
    }
    case 'accepted': {
      const end = otherEnd(call, by);
      return end !== undefined && isNamed(end, toDeviceId) ? end : undefined;
    }
    case 'ended':
      return undefined;
  }
}

function isNamed(end: Party, toDeviceId: DeviceId | undefined): boolean {
  return toDeviceId === undefined || toDeviceId === end.deviceId;
}

function earlyEnd(call: Ringing, by: Party, toDeviceId: DeviceId | undefined): Party | undefined {
  if (by.accountId === call.calleeId) return { accountId: call.callerId, deviceId: call.callerDeviceId };
  const isPlacing = by.accountId === call.callerId && call.callerDeviceId === by.deviceId;
  return isPlacing && toDeviceId !== undefined
    ? { accountId: call.calleeId, deviceId: toDeviceId }
    : undefined;
}
