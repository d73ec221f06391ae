import { decideCall, decideRoute, isLive, nameInviteSituation } from '@parley/core';
import type { Ringing, ServerCall } from '@parley/core';
import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { ReasonCode, Up } from '@parley/protocol';
import type { Effect, Ports } from '../ports.ts';
import { acceptCall } from './call-accept.ts';
import { ringingEffects, toCall } from './call-frames.ts';
import { MOST_TRIES } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type InvitePorts = Pick<Ports, 'stores' | 'run' | 'clock' | 'iceServers' | 'hasRelay' | 'log'>;
type Invite = Up<'call.invite'>;

/** What one look has led to. No call: what was judged is old, or a dead ring was cleared away; look again. */
type Outcome = { call: ServerCall | undefined; effects: Effect[] } | { refused: ReasonCode };

const LOOK_AGAIN: Outcome = { call: undefined, effects: [] };

/**
 * Rings the callee, if the callee lets them (CON-1, CON-10). Where the callee is ringing the caller at this moment,
 * the answer is the callee's call, accepted: its id is not the frame's (CALL-8).
 */
export async function callInvite(
  ports: InvitePorts,
  viewer: DeviceViewer,
  frame: Invite,
): Promise<CommandResult<'call.invite'>> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const outcome = await lookOnce(ports, viewer, frame);
    if ('refused' in outcome) return refuse(outcome.refused);
    ports.run(outcome.effects);
    if (outcome.call === undefined) continue;
    const iceServers = isLive(outcome.call) ? ports.iceServers(viewer.accountId) : [];
    return { ok: { call: toCall(outcome.call), iceServers } };
  }
  return refuse('unavailable');
}

async function lookOnce(
  ports: InvitePorts,
  viewer: DeviceViewer,
  { callId, calleeId, kind }: Invite,
): Promise<Outcome> {
  const { stores, clock, hasRelay, log } = ports;
  const { accountId: callerId, deviceId: callerDeviceId } = viewer;
  const sight = await stores.calls.loadForInvite(callId, callerId, calleeId);
  if (sight === undefined) return { refused: 'unauthenticated' };
  const invite = { callId, callerId, callerDeviceId, calleeId };
  const way = decideRoute({ ...sight.facts, ...sight.privacy, hasRelay });
  const met = nameInviteSituation(invite, sight.sameId, sight.live);
  switch (met.situation) {
    case 'repeated':
      return { call: met.call, effects: [] };
    case 'idTaken':
      return { refused: 'not_found' };
    case 'alreadyLive':
      return { refused: 'already_in_call' };
    case 'bothCalling':
      // Who would rather not call than be seen has not been asked whether to answer (PRIV-6).
      if (way.route === 'none' && met.call.route === 'exposed') return { refused: way.disclose };
      return await answerInstead(ports, met.call, viewer);
    case 'fresh':
      break;
  }
  const decision = decideCall(sight.facts);
  if (decision.outcome === 'deny') {
    log.info({ callId, callerId, calleeId, reason: decision.reason }, 'call refused');
    return { refused: decision.disclose };
  }
  if (way.route === 'none') {
    log.info({ callId, callerId, calleeId, reason: way.because }, 'call refused');
    return { refused: way.disclose };
  }
  // The callee has written, so the pair has a conversation.
  if (sight.place === undefined) throw new Error(`a call without a conversation was permitted: ${callId}`);
  const nowMs = clock();
  const call: Ringing = {
    state: 'ringing',
    id: callId,
    conversationId: sight.place.conversationId,
    kind,
    callerId,
    calleeId,
    callerDeviceId,
    route: way.route,
    version: 1,
    createdAtMs: nowMs,
    ringExpiresAtMs: nowMs + RING_TIMEOUT_MS,
  };
  const inserted = await stores.calls.insert(call, sight.place);
  return inserted ? { call, effects: ringingEffects(call, sight.caller) } : LOOK_AGAIN;
}

/** CALL-8: calling someone who is calling me is answering them. */
async function answerInstead(ports: InvitePorts, theirs: ServerCall, viewer: DeviceViewer): Promise<Outcome> {
  const saved = await acceptCall(ports, theirs.id, viewer, ports.clock());
  if (saved === undefined) return LOOK_AGAIN;
  const { step, effects } = saved;
  // Another device of mine was faster.
  if (step.kind === 'refused')
    return step.reason === 'call_over' ? LOOK_AGAIN : { refused: 'already_in_call' };
  // A ring that was over or no longer permitted has been ended: now nothing stands in this invite's way.
  return { call: step.call.state === 'accepted' ? step.call : undefined, effects };
}
