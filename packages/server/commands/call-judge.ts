import { decideCall, decidePreconnect, decideRoute } from '@parley/core';
import type { RouteDecision } from '@parley/core';
import type { CallId, ReasonCode } from '@parley/protocol';
import type { CallParties, JudgedInvite, Ports } from '../ports.ts';
import type { InviteSight } from '../store/calls.ts';

type JudgePorts = Pick<Ports, 'hasRelay' | 'log'>;

/** How the media of a call may travel, on the facts of that sight (PRIV-1). */
export function decideWay({ hasRelay }: Pick<Ports, 'hasRelay'>, sight: InviteSight): RouteDecision {
  return decideRoute({ ...sight.facts, ...sight.privacy, hasRelay });
}

/** Whether a new call of the pair may ring, how its media may travel and what may be connected early, all on one sight. */
export function judgeInvite(
  { hasRelay, log }: JudgePorts,
  sight: InviteSight,
  { callerId, calleeId }: CallParties,
  callId: CallId | undefined,
): JudgedInvite | { refused: ReasonCode } {
  const decision = decideCall(sight.facts);
  if (decision.outcome === 'deny') {
    log.info({ callId, callerId, calleeId, reason: decision.reason }, 'call refused');
    return { refused: decision.disclose };
  }
  const way = decideWay({ hasRelay }, sight);
  if (way.route === 'none') {
    log.info({ callId, callerId, calleeId, reason: way.because }, 'call refused');
    return { refused: way.disclose };
  }
  // The callee has written, so the pair has a conversation.
  if (sight.place === undefined)
    throw new Error(`a call without a conversation was permitted: ${callerId} to ${calleeId}`);
  const preconnect = decidePreconnect({ ...sight.facts, ...sight.switches, hasRelay });
  return { place: sight.place, route: way.route, preconnect, ringsOn: sight.ringsOn };
}
