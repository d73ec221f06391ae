import type { Ringing } from '@parley/core';
import type { AccountId, DeviceId, Platform, Preconnect, ReachableDevice, Up } from '@parley/protocol';
import type { Effect, Ports } from '../ports.ts';

/** Offers that a device sends with its invite, one for each device that it has prepared for. */
export type EarlyOffers = NonNullable<Up<'call.invite'>['offers']>;

/**
 * The devices of a callee's that may be connected while it rings (CALL-37): the newest that are there, can sign, and
 * have calls. Nobody learns of them where nothing may be connected.
 */
export async function listReachable(
  { stores }: Pick<Ports, 'stores'>,
  preconnect: Preconnect,
  calleeId: AccountId,
  ringsOn: ReadonlySet<Platform>,
): Promise<ReachableDevice[]> {
  return preconnect === 'none' ? [] : await stores.devices.listReachable(calleeId, [...ringsOn]);
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
