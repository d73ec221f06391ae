import { otherEnd } from '@parley/core';
import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { toAcceptedCall } from './call-frames.ts';
import { whyNoEnd } from './call-no-end.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** Renews the lease of an accepted call (CALL-11); a device that comes back learns from it whether the call lives. */
export async function callAttest(
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
  viewer: DeviceViewer,
  { callId }: Up<'call.attest'>,
): Promise<CommandResult<'call.attest'>> {
  const call = await stores.calls.find(callId);
  if (call === undefined) return refuse('not_found');
  if (call.state !== 'accepted' || otherEnd(call, viewer) === undefined)
    return refuse(whyNoEnd(call, viewer));
  // It may have ended in between; then the lease is not renewed.
  const renewed = await stores.calls.attest(callId, clock());
  return renewed ? { ok: { call: toAcceptedCall(call) } } : refuse('call_over');
}
