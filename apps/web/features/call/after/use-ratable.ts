import type { CallsState } from '@parley/client';
import type { CallId, CallRating } from '@parley/protocol';
import { useState } from 'react';

/** A call that has just ended and may be rated. */
export interface Ratable {
  callId: CallId;
  name: string;
  rate: (rating: CallRating) => void;
}

/** What was asked for outlives the ended call, which leaves at once where the person here hung up. */
export function useRatable({ current, incoming }: CallsState): Ratable | undefined {
  const [ratable, setRatable] = useState<Ratable>();
  const isEnded = current?.phase === 'ended';
  // A call that goes on at another device is not over.
  const rate = isEnded && current.ended?.elsewhere !== true ? current.actions.rate : undefined;
  const isElsewhere = (current !== undefined && !isEnded) || incoming.length > 0;
  // Not both ways in one rendering: it would never come to rest.
  if (!isElsewhere && rate !== undefined && current !== undefined && ratable?.callId !== current.callId) {
    setRatable({ callId: current.callId, name: current.peer.displayName, rate });
  }
  if (isElsewhere && ratable !== undefined) setRatable(undefined);
  return ratable;
}
