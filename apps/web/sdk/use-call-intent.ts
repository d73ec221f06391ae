import type { Person } from '@parley/protocol';
import { useMemo } from 'react';
import { atMostEvery } from './at-most-every.ts';
import { useClient } from './client-context.tsx';

/** A pointer that moves to and fro says nothing new, in milliseconds. */
const AGAIN_AFTER_MS = 1_000;

interface CallIntent {
  onPointerEnter: () => void;
  onPointerDown: () => void;
  onFocus: () => void;
}

/**
 * For an element around a button that calls: as soon as a person turns to it, the SDK makes ready what a call needs,
 * without a word to the person who may be called.
 */
export function useCallIntent(peerId: Person['id']): CallIntent {
  const { calls } = useClient();
  return useMemo(() => {
    const intend = atMostEvery(
      AGAIN_AFTER_MS,
      () => performance.now(),
      () => calls.intend({ id: peerId }),
    );
    // What a menu of the button focuses counts too: its events come by here in React's tree.
    return { onPointerEnter: intend, onPointerDown: intend, onFocus: intend };
  }, [calls, peerId]);
}
