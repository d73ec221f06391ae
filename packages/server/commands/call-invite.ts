import { isLive, isRelayOnly, nameInviteSituation, preconnectFor } from '@parley/core';
import type { Ringing, ServerCall } from '@parley/core';
import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { ReachableDevice, ReasonCode, Up } from '@parley/protocol';
import type { CallParties, Effect, JudgedInvite, Ports } from '../ports.ts';
import type { InviteSight } from '../store/calls.ts';
import { acceptCall } from './call-accept.ts';
import { earlyPlatforms, offerEffects } from './call-early.ts';
import { ringingEffects, toCall } from './call-frames.ts';
import { decideWay, judgeInvite } from './call-judge.ts';
import { MOST_TRIES } from './call-step.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type InvitePorts = Pick<Ports, 'stores' | 'judgements' | 'run' | 'clock' | 'iceServers' | 'hasRelay' | 'log'>;
type Invite = Up<'call.invite'>;

/** What one look has led to. No call: what was judged is old, or a dead ring was cleared away; look again. */
type Outcome =
  | { call: ServerCall | undefined; devices: ReachableDevice[]; effects: Effect[] }
  | { refused: ReasonCode };

const LOOK_AGAIN: Outcome = { call: undefined, devices: [], effects: [] };

/**
 * Rings the callee, if the callee lets them (CON-1, CON-10). Where the callee is ringing the caller at this moment,
 * the answer is the callee's call, accepted: its id is not the frame's (CALL-8).
 */
export async function callInvite(
  ports: InvitePorts,
  viewer: DeviceViewer,
  frame: Invite,
): Promise<CommandResult<'call.invite'>> {
  // Whoever the callee is: what is wrong with the frame tells nothing of them (CALL-32).
  if (frame.offers?.some(({ signal }) => !isRelayOnly(signal)) === true)
    return refuse(
      'bad_request',
      'an offer with an invite takes no candidates but the relay’s, without raddr',
    );
  const remembered = await ringAsJudged(ports, viewer, frame);
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const outcome = remembered ?? (await lookOnce(ports, viewer, frame));
    if ('refused' in outcome) return refuse(outcome.refused);
    ports.run(outcome.effects);
    if (outcome.call === undefined) continue;
    const iceServers = isLive(outcome.call) ? ports.iceServers(viewer.accountId) : [];
    return { ok: { call: toCall(outcome.call), iceServers, devices: outcome.devices } };
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
  ports: InvitePorts,
  viewer: DeviceViewer,
  frame: Invite,
): Promise<Outcome | undefined> {
  const { stores, judgements, clock } = ports;
  const { place, route, ringsOn } = judged;
  const { callId, kind, offers = [] } = frame;
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
    preconnect: preconnectFor(kind, judged.preconnect),
    version: 1,
    createdAtMs: nowMs,
    ringExpiresAtMs: nowMs + RING_TIMEOUT_MS,
  };
  const connectsOn = earlyPlatforms(call.preconnect, ringsOn);
  const placed = await stores.calls.insert(call, callerPlatform, { place, connectsOn });
  if (placed === undefined) {
    judgements.forget(parties);
    return undefined;
  }
  const { caller, devices } = placed;
  judgements.permit(parties, judged);
  judgements.rang(call, judged);
  const effects = [...ringingEffects(ports, call, caller, ringsOn), ...offerEffects(call, offers, devices)];
  return { call, devices, effects };
}

function partiesOf(
  { accountId, platform }: DeviceViewer,
  { calleeId }: Pick<Invite, 'calleeId'>,
): CallParties {
  return { callerId: accountId, callerPlatform: platform, calleeId };
}

async function lookOnce(ports: InvitePorts, viewer: DeviceViewer, frame: Invite): Promise<Outcome> {
  const { accountId: callerId, deviceId: callerDeviceId } = viewer;
  const { callId, calleeId } = frame;
  const parties = partiesOf(viewer, frame);
  const sight = await ports.stores.calls.loadForInvite(callId, parties);
  if (sight === undefined) return { refused: 'unauthenticated' };
  const invite = { callId, callerId, callerDeviceId, calleeId };
  const met = nameInviteSituation(invite, sight.sameId, sight.live);
  switch (met.situation) {
    case 'repeated':
      return await repeat(ports, met.call, frame, sight);
    case 'idTaken':
      return { refused: 'not_found' };
    case 'alreadyLive':
      return { refused: 'already_in_call' };
    case 'bothCalling': {
      // Who would rather not call than be seen has not been asked whether to answer (PRIV-6).
      const way = decideWay(ports, sight);
      if (way.route === 'none' && met.call.route === 'exposed') return { refused: way.disclose };
      return await answerInstead(ports, met.call, viewer);
    }
    case 'fresh':
      break;
  }
  const judged = judgeInvite(ports, sight, parties, callId);
  if ('refused' in judged) return judged;
  return (await ringAs(judged, ports, viewer, frame)) ?? LOOK_AGAIN;
}

/** The same invite again: its offers may never have arrived, and whoever has them takes none twice (CALL-51). */
async function repeat(
  ports: InvitePorts,
  call: ServerCall,
  { offers = [] }: Invite,
  { ringsOn }: Pick<InviteSight, 'ringsOn'>,
): Promise<Outcome> {
  if (call.state !== 'ringing') return { call, devices: [], effects: [] };
  const connectsOn = earlyPlatforms(call.preconnect, ringsOn);
  const devices = await ports.stores.devices.listReachable(call.calleeId, connectsOn);
  return { call, devices, effects: offerEffects(call, offers, devices) };
}

/** CALL-8: calling someone who is calling me is answering them; what this invite brought for a ring is of no use. */
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
  return { call: step.call.state === 'accepted' ? step.call : undefined, devices: [], effects };
}
