import type { Ringing } from '@parley/core';
import type { DeviceId, Platform, Preconnect, ReachableDevice, Up } from '@parley/protocol';
import type { Effect } from '../ports.ts';

/** Offers that a device sends with its invite, one for each device that it has prepared for. */
export type EarlyOffers = NonNullable<Up<'call.invite'>['offers']>;

/** Where devices may be connected while it rings (CALL-36, CALL-37): where calls have reached; nowhere if nothing may. */
export function earlyPlatforms(preconnect: Preconnect, ringsOn: ReadonlySet<Platform>): readonly Platform[] {
  return preconnect === 'none' ? [] : [...ringsOn];
}

/** Passes on what came with an invite: behind its ring, and only to the devices that `devices` names (CALL-32). */
export function offerEffects(
  call: Ringing,
  offers: EarlyOffers,
  devices: readonly ReachableDevice[],
): Effect[] {
  const reachable = new Set<DeviceId>(devices.map(({ deviceId }) => deviceId));
  const passed = offers.filter(({ toDeviceId }) => reachable.has(toDeviceId));
  return passed.map(({ toDeviceId, run, seq, signal }): Effect => ({
    kind: 'deliver',
    to: { accountId: call.calleeId, only: toDeviceId },
    frame: {
      type: 'call.signalled',
      callId: call.id,
      fromDeviceId: call.callerDeviceId,
      run,
      seq,
      signal,
    },
  }));
}
