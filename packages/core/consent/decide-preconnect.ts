import type { CallKind, Preconnect } from '@parley/protocol';
import type { RouteFacts } from './decide-route.ts';

/** Everything that decides what may be connected while a call rings (CALL-36), read together with the other facts. */
export interface PreconnectFacts extends Pick<
  RouteFacts,
  'calleeFollowsCaller' | 'callerInAddressBook' | 'hasRelay'
> {
  /** The operator's switch. */
  preconnectAllowed: boolean;
  /** Each side's own switch. */
  callerPreconnects: boolean;
  calleePreconnects: boolean;
  /** "Show my video while it rings", which the caller has chosen. */
  callerShowsVideo: boolean;
}

/**
 * Decides what may be connected while a call rings, always through the relay and without media of the callee's
 * (CALL-36). The only place that does. Whether the call may ring at all is `decideCall`'s question, and comes first.
 */
export function decidePreconnect(facts: PreconnectFacts): Preconnect {
  if (!facts.hasRelay || !facts.preconnectAllowed) return 'none';
  if (!facts.callerPreconnects || !facts.calleePreconnects) return 'none';
  if (!facts.calleeFollowsCaller && !facts.callerInAddressBook) return 'none';
  return facts.callerShowsVideo && facts.callerInAddressBook ? 'earlyVideo' : 'path';
}

/** The same for a call of that kind: one that is placed without a picture shows none early. */
export function preconnectFor(kind: CallKind, decided: Preconnect): Preconnect {
  return kind === 'audio' && decided === 'earlyVideo' ? 'path' : decided;
}
