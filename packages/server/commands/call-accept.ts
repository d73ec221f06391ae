import { decideCall, transition } from '@parley/core';
import type { CallId, Up } from '@parley/protocol';
import type { Ports, Stores } from '../ports.ts';
import { toCall } from './call-frames.ts';
import { MOST_TRIES, saveAnswer } from './call-step.ts';
import type { SavedStep } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type AcceptPorts = Pick<Ports, 'stores' | 'run' | 'clock' | 'iceServers' | 'log'>;

/** Answers a call on this device: the first that commits wins (CALL-5, CALL-7), if the call may still ring (CON-10). */
export async function callAccept(
  { stores, run, clock, iceServers, log }: AcceptPorts,
  viewer: DeviceViewer,
  { callId }: Up<'call.accept'>,
): Promise<CommandResult<'call.accept'>> {
  const saved = await acceptCall(stores, callId, viewer, clock(), log);
  if (saved === undefined) return refuse('not_found');
  const { step, effects } = saved;
  run(effects);
  if (step.kind === 'refused') return refuse(step.reason);
  // The ring had ended already, by the clock or because the callee's facts have changed: this accept ended it for all.
  if (step.call.state !== 'accepted') return refuse('call_over');
  return { ok: { call: toCall(step.call), iceServers: iceServers(viewer.accountId) } };
}

/**
 * Reads the call with its facts, decides both questions, saves. The statement that saves reads the facts again and
 * wins only where nothing has changed, which a transaction around the two would not see to.
 */
export async function acceptCall(
  stores: Pick<Stores, 'calls'>,
  callId: CallId,
  by: Pick<DeviceViewer, 'accountId' | 'deviceId'>,
  nowMs: number,
  log: Ports['log'],
): Promise<SavedStep | undefined> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const seen = await stores.calls.loadWithFacts(callId);
    if (seen === undefined) return undefined;
    const decision = decideCall(seen.facts);
    const permitted = decision.outcome === 'ring';
    const saved = await saveAnswer(
      stores,
      transition(seen.call, { type: 'accept', by, permitted }, nowMs),
      seen.factsStamp,
    );
    if (saved === undefined) continue;
    if (!permitted && saved.step.kind === 'changed') {
      log.info({ callId, reason: decision.reason }, 'a ringing call lost its permission');
    }
    return saved;
  }
  throw new Error(`call ${callId} has changed under ${MOST_TRIES} attempts to accept it`);
}
