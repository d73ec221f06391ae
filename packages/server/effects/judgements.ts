import type { Ringing } from '@parley/core';
import type { CallId } from '@parley/protocol';
import type { CallParties, JudgedInvite, Judgements } from '../ports.ts';

/** So many pairs, and so many rings, are far beyond one node; past it the memory starts anew. */
const MOST_REMEMBERED = 10_000;

function remember<K, V>(memory: Map<K, V>, key: K, value: V): void {
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(key, value);
}

/** In memory. What is remembered may be old: whoever acts on it compares the facts again (CON-10). */
export function createJudgements(): Judgements {
  const pairs = new Map<string, JudgedInvite>();
  const rings = new Map<CallId, { call: Ringing; judged: JudgedInvite }>();
  // With the platform: what a person's laptop may do says nothing about the same person's phone (ROLL-1).
  const pair = ({ callerId, callerPlatform, calleeId }: CallParties): string =>
    `${callerId} ${callerPlatform} ${calleeId}`;
  return {
    permit: (parties, judged) => remember(pairs, pair(parties), judged),
    find: (parties) => pairs.get(pair(parties)),
    forget: (parties) => void pairs.delete(pair(parties)),
    rang: (call, judged) => remember(rings, call.id, { call, judged }),
    takeRing(callId) {
      const rang = rings.get(callId);
      rings.delete(callId);
      return rang;
    },
  };
}
