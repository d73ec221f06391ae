import { transition } from '@parley/core';
import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { acceptedEffects, toAcceptedCall } from './call-frames.ts';
import { MOST_TRIES } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type MovePorts = Pick<Ports, 'stores' | 'rollout' | 'run' | 'clock' | 'iceServers'>;

/** Takes an accepted call over to this device: of several that would, the first that commits wins (CALL-34). */
export async function callMove(
  { stores, rollout, run, clock, iceServers }: MovePorts,
  by: DeviceViewer,
  { callId, version }: Up<'call.move'>,
): Promise<CommandResult<'call.move'>> {
  const rolledOut = (await rollout.platformsOf(by.accountId)).has(by.platform);
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const call = await stores.calls.find(callId);
    if (call === undefined) return refuse('not_found');
    const step = transition(call, { type: 'move', by, version, rolledOut }, clock());
    if (step.kind === 'refused') return refuse(step.reason);
    if (step.call.state !== 'accepted') throw new Error(`a move has made call ${callId} ${step.call.state}`);
    if (step.kind === 'changed') {
      if (!(await stores.calls.saveMoved(step.call))) continue;
      run(acceptedEffects(step.call));
    }
    return { ok: { call: toAcceptedCall(step.call), iceServers: iceServers(by.accountId) } };
  }
  throw new Error(`call ${callId} has changed under ${MOST_TRIES} attempts to move it`);
}
