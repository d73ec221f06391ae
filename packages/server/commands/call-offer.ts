import { namesNoAddress } from '@parley/core';
import type { Ringing, ServerCall } from '@parley/core';
import type { ReasonCode, Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { offeredEffect } from './call-frames.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type OfferPorts = Pick<Ports, 'routes' | 'run' | 'clock' | 'rollout'>;
type OfferFrame = Up<'call.offer'>;

/**
 * Shows the placing device's offer for whichever device will answer to all that it rings at (CALL-38). Kept nowhere:
 * who connects later is offered to after the accept.
 */
export async function callOffer(
  { routes, run, clock, rollout }: OfferPorts,
  viewer: DeviceViewer,
  { callId, signal }: OfferFrame,
): Promise<CommandResult<'call.offer'>> {
  // Whatever the call and its route: many devices see it, and nobody has accepted.
  if (!isFirst(signal) || !namesNoAddress(signal))
    return refuse('bad_request', 'an offer to all is the first of its connection, and names no candidate');
  const call = await routes.find(callId);
  const judged = judgeOffer(call, viewer, clock());
  if ('refused' in judged) return refuse(judged.refused);
  const ringsOn = await rollout.platformsOf(judged.call.calleeId);
  run([offeredEffect(judged.call, signal, ringsOn)]);
  return { ok: {} };
}

function isFirst({ connection, negotiation }: OfferFrame['signal']): boolean {
  return connection === 1 && negotiation === 1;
}

function judgeOffer(
  call: ServerCall | undefined,
  { accountId, deviceId }: DeviceViewer,
  nowMs: number,
): { call: Ringing } | { refused: ReasonCode } {
  const isPlacing = call?.callerId === accountId && call.callerDeviceId === deviceId;
  if (!isPlacing) return { refused: 'not_found' };
  switch (call.state) {
    case 'ringing':
      // Its timer may be late (CALL-4).
      return nowMs < call.ringExpiresAtMs ? { call } : { refused: 'wrong_state' };
    case 'accepted':
      return { refused: 'wrong_state' };
    case 'ended':
      return { refused: 'call_over' };
  }
}
