import type { CallRoute, ReasonCode } from '@parley/protocol';
import type { CallFacts } from './facts.ts';

/**
 * Everything that decides how a call's media may travel (docs/spec/privacy.md), as plain data, read together with
 * the facts that decide whether it may ring.
 */
export interface RouteFacts extends Pick<CallFacts, 'calleeFollowsCaller' | 'callerInAddressBook'> {
  /** PRIV-2: "Enhanced call privacy" of each side. */
  callerIsPrivate: boolean;
  calleeIsPrivate: boolean;
  /** PRIV-5: this server can relay. */
  hasRelay: boolean;
}

/** Why the relay is due; for our log. Never sent: it would tell a setting of the other side's. */
export type RelayReason = 'callerPrivacy' | 'calleePrivacy' | 'stranger';

export type RouteDecision =
  | { route: 'direct'; because: 'addressBook' | 'following' }
  | { route: 'relay'; because: RelayReason }
  | { route: 'exposed'; because: Exclude<RelayReason, 'callerPrivacy'> }
  /** The caller's own setting forbids what this server could do. */
  | { route: 'none'; because: 'callerPrivacy'; disclose: Extract<ReasonCode, 'no_relay'> };

/**
 * Decides how the media of a call may travel, both ways and for the whole call (PRIV-1 to PRIV-6). The only place
 * that does. Whether the call may ring at all is `decideCall`'s question, and comes first.
 */
export function decideRoute(facts: RouteFacts): RouteDecision {
  if (facts.callerIsPrivate) {
    return facts.hasRelay
      ? { route: 'relay', because: 'callerPrivacy' }
      : { route: 'none', because: 'callerPrivacy', disclose: 'no_relay' };
  }
  const route = facts.hasRelay ? 'relay' : 'exposed';
  if (facts.calleeIsPrivate) return { route, because: 'calleePrivacy' };
  if (facts.callerInAddressBook) return { route: 'direct', because: 'addressBook' };
  if (facts.calleeFollowsCaller) return { route: 'direct', because: 'following' };
  return { route, because: 'stranger' };
}

/**
 * The route of a call that is answered (PRIV-3): the one that it rang with, or a stricter one where the facts have
 * changed meanwhile.
 *
 * @param rang the route that the callee was shown
 * @param now the decision on the facts of this moment
 * @returns null where the call cannot be answered: it would show an address that nobody was asked for
 */
export function settleRoute(rang: CallRoute, now: RouteDecision): CallRoute | null {
  switch (now.route) {
    case 'direct':
      return rang;
    case 'relay':
      return 'relay';
    case 'exposed':
      return rang === 'exposed' ? 'exposed' : null;
    case 'none':
      return null;
  }
}
