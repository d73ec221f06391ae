import { nameInviteSituation } from '@parley/core';
import { CallId } from '@parley/protocol';
import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { earlyPlatforms } from './call-early.ts';
import { judgeInvite } from './call-judge.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type PreparePorts = Pick<Ports, 'stores' | 'judgements' | 'random' | 'iceServers' | 'hasRelay' | 'log'>;

/**
 * Tells a device what an invite would need, before anybody has pressed anything (CALL-30): refused for the same
 * reasons, in the same order and by the same statement as an invite (CON-9). Writes nothing and rings nobody.
 */
export async function callPrepare(
  ports: PreparePorts,
  { accountId: callerId, deviceId: callerDeviceId, platform: callerPlatform }: DeviceViewer,
  { calleeId }: Up<'call.prepare'>,
): Promise<CommandResult<'call.prepare'>> {
  const { stores, judgements, random, iceServers } = ports;
  const parties = { callerId, callerPlatform, calleeId };
  const callId = CallId.parse(random.uuid());
  const sight = await stores.calls.loadForInvite(callId, parties);
  if (sight === undefined) return refuse('unauthenticated');
  const met = nameInviteSituation({ callId, callerId, callerDeviceId, calleeId }, undefined, sight.live);
  if (met.situation === 'alreadyLive') return refuse('already_in_call');
  // An invite would answer their call, which needs nothing of this.
  if (met.situation === 'bothCalling')
    return { ok: { route: met.call.route, preconnect: 'none', devices: [], iceServers: [] } };
  const judged = judgeInvite(ports, sight, parties, undefined);
  if ('refused' in judged) return refuse(judged.refused);
  // The invite that follows is judged already; it compares the facts again (CON-10).
  judgements.permit(parties, judged);
  const { route, preconnect, ringsOn } = judged;
  const devices = await stores.devices.listReachable(calleeId, earlyPlatforms(preconnect, ringsOn));
  return { ok: { route, preconnect, devices, iceServers: iceServers(callerId) } };
}
