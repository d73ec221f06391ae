import { decideRinging, decideRoute, settleRoute, transition } from '@parley/core';
import type { Party } from '@parley/core';
import type { CallId, Up } from '@parley/protocol';
import type { Ports, Stores } from '../ports.ts';
import { toCall } from './call-frames.ts';
import { MOST_TRIES, saveAnswer } from './call-step.ts';
import type { SavedStep } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type JudgingPorts = Pick<Ports, 'stores' | 'judgements' | 'clock' | 'hasRelay' | 'log'>;
type AcceptPorts = JudgingPorts & Pick<Ports, 'run' | 'iceServers'>;

/** Answers a call on this device: the first that commits wins (CALL-5, CALL-7), if the call may still ring (CON-10). */
export async function callAccept(
  ports: AcceptPorts,
  viewer: DeviceViewer,
  { callId }: Up<'call.accept'>,
): Promise<CommandResult<'call.accept'>> {
  const { run, iceServers } = ports;
  const saved = await acceptCall(ports, callId, viewer);
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
  { stores, judgements, clock, hasRelay, log }: JudgingPorts,
  callId: CallId,
  by: Party & Pick<DeviceViewer, 'platform'>,
): Promise<SavedStep | undefined> {
  const nowMs = clock();
  const answered = await answerAsJudged(stores, judgements, callId, by, nowMs);
  if (answered !== undefined) return answered;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const seen = await stores.calls.loadWithFacts(callId);
    if (seen === undefined) return undefined;
    const decision = decideRinging(seen.facts);
    const way = decideRoute({ ...seen.facts, ...seen.privacy, hasRelay });
    const route = decision.outcome === 'ring' ? settleRoute(seen.call.route, way) : null;
    const rolledOut = seen.ringsOn.has(by.platform);
    const step = transition(seen.call, { type: 'accept', by, route, rolledOut }, nowMs);
    const saved = await saveAnswer(stores, step, seen.factsStamp);
    if (saved === undefined) continue;
    if (route === null && saved.step.kind === 'changed') {
      const reason = decision.outcome === 'deny' ? decision.reason : way.because;
      log.info({ callId, reason }, 'a ringing call lost its permission');
    }
    return saved;
  }
  throw new Error(`call ${callId} has changed under ${MOST_TRIES} attempts to accept it`);
}

/** The usual case in one statement: this node has rung the call, and neither it nor its facts have changed. */
async function answerAsJudged(
  stores: Pick<Stores, 'calls'>,
  judgements: Ports['judgements'],
  callId: CallId,
  by: Party & Pick<DeviceViewer, 'platform'>,
  nowMs: number,
): Promise<SavedStep | undefined> {
  const rang = judgements.takeRing(callId);
  if (rang === undefined) return undefined;
  const { call, judged } = rang;
  // On the same facts the route that it rang with is the one to answer with (PRIV-3).
  const rolledOut = judged.ringsOn.has(by.platform);
  const step = transition(call, { type: 'accept', by, route: call.route, rolledOut }, nowMs);
  // Whatever else this would be is decided on the database's word.
  if (step.kind !== 'changed' || step.call.state !== 'accepted') return undefined;
  return await saveAnswer(stores, step, judged.place.factsStamp);
}
