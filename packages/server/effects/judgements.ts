import type { Ringing } from '@parley/core';
import type { AccountId, CallId } from '@parley/protocol';
import type { JudgedInvite, Judgements } from '../ports.ts';

/** So many pairs, and so many rings, are far beyond one node; past it the memory starts anew. */
const MOST_REMEMBERED = 10_000;

function remember<K, V>(memory: Map<K, V>, key: K, value: V): void {
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(key, value);
}

/** In memory. What is remembered may be old: whoever acts on it compares the facts again (CON-10). */
export function createJudgements(): Judgements {
  const pairs = new Map<string, JudgedInvite>();
  const rings = new Map<CallId, Ringing>();
  const pair = (callerId: AccountId, calleeId: AccountId): string => `${callerId} ${calleeId}`;
  return {
    permit: (callerId, calleeId, judged) => remember(pairs, pair(callerId, calleeId), judged),
    find: (callerId, calleeId) => pairs.get(pair(callerId, calleeId)),
    forget: (callerId, calleeId) => void pairs.delete(pair(callerId, calleeId)),
    rang: (call) => remember(rings, call.id, call),
    takeRing(callId) {
      const call = rings.get(callId);
      rings.delete(callId);
      return call;
    },
  };
}
