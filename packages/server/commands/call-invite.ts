import { decideCall, decideRoute, isLive, nameInviteSituation } from '@parley/core';
import type { Ringing, ServerCall } from '@parley/core';
import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { ReasonCode, Up } from '@parley/protocol';
import type { CallParties, Effect, JudgedInvite, Ports } from '../ports.ts';
import { acceptCall } from './call-accept.ts';
import { ringingEffects, toCall } from './call-frames.ts';
import { MOST_TRIES } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type InvitePorts = Pick<Ports, 'stores' | 'judgements' | 'run' | 'clock' | 'iceServers' | 'hasRelay' | 'log'>;
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
  const remembered = await ringAsJudged(ports, viewer, frame);
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const outcome = remembered ?? (await lookOnce(ports, viewer, frame));
    if ('refused' in outcome) return refuse(outcome.refused);
    ports.run(outcome.effects);
    if (outcome.call === undefined) continue;
    const iceServers = isLive(outcome.call) ? ports.iceServers(viewer.accountId) : [];
    return { ok: { call: toCall(outcome.call), iceServers } };
  }
  return refuse('unavailable');
}

/** The usual case in one statement: this node has judged the pair before, and the facts are still the same. */
async function ringAsJudged(
  ports: InvitePorts,
  viewer: DeviceViewer,
  frame: Invite,
): Promise<Outcome | undefined> {
  const judged = ports.judgements.find(partiesOf(viewer, frame));
  return judged && (await ringAs(judged, ports, viewer, frame));
}

/** Saves the ring where what was judged still holds. */
async function ringAs(
  judged: JudgedInvite,
  { stores, judgements, clock }: InvitePorts,
  viewer: DeviceViewer,
  frame: Invite,
): Promise<Outcome | undefined> {
  const { place, route, ringsOn } = judged;
  const { callId, kind } = frame;
  const parties = partiesOf(viewer, frame);
  const { callerId, callerPlatform, calleeId } = parties;
  const nowMs = clock();
  const call: Ringing = {
    state: 'ringing',
    id: callId,
    conversationId: place.conversationId,
    kind,
    callerId,
    calleeId,
    callerDeviceId: viewer.deviceId,
    route,
    version: 1,
    createdAtMs: nowMs,
    ringExpiresAtMs: nowMs + RING_TIMEOUT_MS,
  };
  const caller = await stores.calls.insert(call, callerPlatform, place);
  if (caller === undefined) {
    judgements.forget(parties);
    return undefined;
  }
  judgements.permit(parties, judged);
  judgements.rang(call, judged);
  return { call, effects: ringingEffects(call, caller, ringsOn) };
}

function partiesOf({ accountId, platform }: DeviceViewer, { calleeId }: Invite): CallParties {
  return { callerId: accountId, callerPlatform: platform, calleeId };
}

async function lookOnce(ports: InvitePorts, viewer: DeviceViewer, frame: Invite): Promise<Outcome> {
  const { stores, hasRelay, log } = ports;
  const { accountId: callerId, deviceId: callerDeviceId } = viewer;
  const { callId, calleeId } = frame;
  const sight = await stores.calls.loadForInvite(callId, partiesOf(viewer, frame));
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
  const judged = { place: sight.place, route: way.route, ringsOn: sight.ringsOn };
  return (await ringAs(judged, ports, viewer, frame)) ?? LOOK_AGAIN;
}

/** CALL-8: calling someone who is calling me is answering them. */
async function answerInstead(ports: InvitePorts, theirs: ServerCall, viewer: DeviceViewer): Promise<Outcome> {
  const saved = await acceptCall(ports, theirs.id, viewer);
  if (saved === undefined) return LOOK_AGAIN;
  const { step, effects } = saved;
  if (step.kind === 'refused') {
    if (step.reason === 'call_over') return LOOK_AGAIN;
    // Calls have not reached this device; otherwise another device of mine was faster.
    return { refused: step.reason === 'calls_not_rolled_out' ? step.reason : 'already_in_call' };
  }
  // A ring that was over or no longer permitted has been ended: now nothing stands in this invite's way.
  return { call: step.call.state === 'accepted' ? step.call : undefined, effects };
}
