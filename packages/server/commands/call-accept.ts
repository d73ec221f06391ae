import { decideCall, decideRoute, settleRoute, transition } from '@parley/core';
import type { CallId, Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { toCall } from './call-frames.ts';
import { MOST_TRIES, saveAnswer } from './call-step.ts';
import type { SavedStep } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type AcceptPorts = Pick<Ports, 'stores' | 'run' | 'clock' | 'iceServers' | 'hasRelay' | 'log'>;

/** Answers a call on this device: the first that commits wins (CALL-5, CALL-7), if the call may still ring (CON-10). */
export async function callAccept(
  ports: AcceptPorts,
  viewer: DeviceViewer,
  { callId }: Up<'call.accept'>,
): Promise<CommandResult<'call.accept'>> {
  const { run, clock, iceServers } = ports;
  const saved = await acceptCall(ports, callId, viewer, clock());
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
  { stores, hasRelay, log }: Pick<Ports, 'stores' | 'hasRelay' | 'log'>,
  callId: CallId,
  by: Pick<DeviceViewer, 'accountId' | 'deviceId'>,
  nowMs: number,
): Promise<SavedStep | undefined> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const seen = await stores.calls.loadWithFacts(callId);
    if (seen === undefined) return undefined;
    const decision = decideCall(seen.facts);
    const way = decideRoute({ ...seen.facts, ...seen.privacy, hasRelay });
    const route = decision.outcome === 'ring' ? settleRoute(seen.call.route, way) : null;
    const saved = await saveAnswer(
      stores,
      transition(seen.call, { type: 'accept', by, route }, nowMs),
      seen.factsStamp,
    );
    if (saved === undefined) continue;
    if (route === null && saved.step.kind === 'changed') {
      const reason = decision.outcome === 'deny' ? decision.reason : way.because;
      log.info({ callId, reason }, 'a ringing call lost its permission');
    }
    return saved;
  }
  throw new Error(`call ${callId} has changed under ${MOST_TRIES} attempts to accept it`);
}
